/// The names of one model while a template is compiled; collects the slots that the template needs of it.
class Frame {
  struct Found {
    let slot: Int
    let kind: FieldKind
    let child: (@Sendable () -> Frame)?
    let uses: [FieldUse]
  }
  enum Lookup {
    /// The first name is none of this model's; look further out.
    case elsewhere
    /// The first name is, but this later part is unknown to what it yields.
    case broken(String)
    case found(Found)
  }

  /// For messages.
  var model: String { "" }
  var identifier: ObjectIdentifier { ObjectIdentifier(Frame.self) }
  var names: [String] { [] }
  /// The frames of this model's lists and objects.
  var children: [Frame] { [] }

  func lookup(_ path: [String]) -> Lookup { .elsewhere }
  func makeFiller() -> any Filler { ModelFiller<Nothing>(getters: []) }
}

/// A model without fields.
private struct Nothing: TemplateModel {
  static let fields: [Field<Nothing>] = []
}

final class ModelFrame<Model: TemplateModel>: Frame {
  private let fields: [Field<Model>]
  private var used: [Field<Model>] = []

  init(fields: [Field<Model>] = Model.fields) {
    self.fields = fields
  }

  override var model: String { "\(Model.self)" }
  override var identifier: ObjectIdentifier { ObjectIdentifier(Model.self) }
  override var names: [String] { fields.map(\.name) }
  override var children: [Frame] { fields.compactMap { $0.child?() } }

  override func lookup(_ path: [String]) -> Lookup {
    guard let first = path.first, var field = fields.first(where: { $0.name == first }) else { return .elsewhere }
    for part in path.dropFirst() {
      guard let next = field.through?(part) else { return .broken(part) }
      field = next
    }
    return .found(Found(slot: slot(of: field), kind: field.kind, child: field.child, uses: field.uses))
  }

  /// The same name asked twice shares a slot, so its getter runs once a rendering of the frame.
  private func slot(of field: Field<Model>) -> Int {
    if let slot = used.firstIndex(where: { $0.name == field.name }) { return slot }
    used.append(field)
    return used.count - 1
  }

  override func makeFiller() -> any Filler {
    ModelFiller(getters: used.map(\.value))
  }
}
