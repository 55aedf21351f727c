/// One step of the context stack while compiling.
enum Scope {
  case model(Frame, level: Int)
  /// A section over a text, a number or a flag: `{{.}}` is that value.
  case value(Slot, FieldKind)
}

/// A name that was found.
struct Resolved {
  let slot: Slot
  let kind: FieldKind
  let child: (@Sendable () -> Frame)?
}

/// A name that was not.
struct Unresolved: Error {
  let message: String
}

/// The context stack: shell, page, open sections. Every name is looked for from the inside out.
struct Scopes {
  private var scopes: [Scope] = []
  private(set) var uses: Set<FieldUse> = []
  /// How many frames are open, that is the level of the next one.
  private(set) var depth = 0

  mutating func push(_ frame: Frame) {
    scopes.append(.model(frame, level: depth))
    depth += 1
  }

  /// The frame of one string of a list.
  mutating func pushString() {
    scopes.append(.value(Slot(level: depth, index: 0), .text))
    depth += 1
  }

  mutating func popFrame() {
    scopes.removeLast()
    depth -= 1
  }

  mutating func push(_ resolved: Resolved) { scopes.append(.value(resolved.slot, resolved.kind)) }
  mutating func popValue() { scopes.removeLast() }

  mutating func resolve(_ name: String) throws(Unresolved) -> Resolved {
    if name == "." { return try current() }
    let path = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard !path.contains("") else { throw Unresolved(message: "is no name") }
    var models: [String] = []
    for case .model(let frame, let level) in scopes.reversed() {
      switch frame.lookup(path) {
      case .elsewhere: models.append(frame.model)
      case .broken(let part): throw Unresolved(message: "\"\(path[0])\" of \(frame.model) has no \"\(part)\" to reach")
      case .found(let found):
        uses.formUnion(found.uses)
        return Resolved(slot: Slot(level: level, index: found.slot), kind: found.kind, child: found.child)
      }
    }
    throw Unresolved(message: "\"\(path[0])\" is declared by none of \(models.joined(separator: ", "))")
  }

  private func current() throws(Unresolved) -> Resolved {
    guard let last = scopes.last, case .value(let slot, let kind) = last else {
      throw Unresolved(message: "\".\" stands for a value only in a section over text, a number or strings")
    }
    return Resolved(slot: slot, kind: kind, child: nil)
  }
}
