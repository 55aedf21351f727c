/// The path of a route: literal segments and `{name}` parameters. Written once, matched and printed from here.
public struct RoutePattern: Sendable, Hashable, CustomStringConvertible {
  enum Segment: Sendable, Hashable {
    case literal(String)
    case parameter(String)
  }
  let segments: [Segment]
  public let description: String

  init(_ pattern: StaticString) {
    description = "\(pattern)"
    segments = description.split(separator: "/").map {
      $0.hasPrefix("{") && $0.hasSuffix("}") ? .parameter(String($0.dropFirst().dropLast())) : .literal(String($0))
    }
  }

  public var parameterNames: [String] {
    segments.compactMap { if case .parameter(let name) = $0 { name } else { nil } }
  }

  /// Values by name when the path has this form; nil otherwise.
  func match(_ path: [String]) -> [String: String]? {
    guard path.count == segments.count else { return nil }
    var values: [String: String] = [:]
    for (segment, part) in zip(segments, path) {
      switch segment {
      case .literal(let text):
        guard text.utf8.elementsEqual(part.utf8) else { return nil }
      case .parameter(let name): values[name] = part
      }
    }
    return values
  }

  /// Whether it is the first segments of another and then these words.
  func isBeginning(of other: RoutePattern, _ count: Int, then words: [String]) -> Bool {
    segments == other.segments.prefix(count) + words.map { .literal($0) }
  }

  func hasParameter(after count: Int) -> Bool {
    segments.dropFirst(count).contains { if case .parameter = $0 { true } else { false } }
  }

  /// Literals bind tighter than parameters, from the left: `/calendar/version` before `/{practice}/book`.
  var precedence: [Int] {
    segments.map { if case .literal = $0 { 0 } else { 1 } }
  }
}
