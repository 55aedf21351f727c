import Foundation

@testable import Templates

/// Any JSON value.
enum JSON: Decodable, Sendable {
  case null
  case flag(Bool)
  case number(Int)
  case text(String)
  case list([JSON])
  case object([String: JSON])

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let flag = try? value.decode(Bool.self) {
      self = .flag(flag)
    } else if let number = try? value.decode(Int.self) {
      self = .number(number)
    } else if let decimal = try? value.decode(Double.self) {
      self = .text("\(decimal)")
    } else if let text = try? value.decode(String.self) {
      self = .text(text)
    } else if let list = try? value.decode([JSON].self) {
      self = .list(list)
    } else {
      self = .object(try value.decode([String: JSON].self))
    }
  }

  var text: String? {
    switch self {
    case .text(let text): text
    case .number(let number): "\(number)"
    case .null, .flag, .list, .object: nil
    }
  }
  var members: [String: JSON]? { if case .object(let members) = self { members } else { nil } }
  var elements: [JSON] { if case .list(let elements) = self { elements } else { [] } }
}

/// A page whose names are inferred from JSON, for the specification only.
struct DynamicModel: Page {
  let members: [String: JSON]

  static let template = "page"
  static var examples: [DynamicModel] { [] }
  static var fields: [Field<DynamicModel>] { [] }

  /// The fields that objects of this shape declare. `markup` names those that templates insert unescaped: here, and
  /// only here, text is declared to be markup.
  static func fields(of objects: [[String: JSON]], markup: Set<String>) -> [Field<DynamicModel>] {
    let names = Set(objects.flatMap(\.keys)).sorted()
    return names.map { name in field(name, objects.compactMap { $0[name] }, markup) }
  }

  private static func field(_ name: String, _ samples: [JSON], _ markup: Set<String>) -> Field<DynamicModel> {
    switch samples.first {
    case .flag:
      return Field(name, .flag) { if case .flag(let flag) = $0.members[name] { .flag(flag) } else { .missing } }
    case .number where !markup.contains(name):
      return Field(name, .number) {
        if case .number(let number) = $0.members[name] { .number(number) } else { .missing }
      }
    case .object:
      let inner = fields(of: samples.compactMap(\.members), markup: markup)
      let get = { @Sendable (model: DynamicModel) in model.members[name]?.members.map(DynamicModel.init(members:)) }
      return .object(
        name, fields: { inner }, get: get, value: { get($0).map { .items(ObjectItem($0)) } ?? .missing })
    case .list: return list(name, samples.flatMap(\.elements), markup)
    case .none, .null, .text, .number:
      guard markup.contains(name) else {
        return Field(name, .optionalText) { $0.members[name]?.text.map(Value.text) ?? .missing }
      }
      return Field(name, .optionalHTML) { model in
        model.members[name]?.text.map { .html(SafeHTML(uncheckedBytes: Array($0.utf8))) } ?? .missing
      }
    }
  }

  private static func list(_ name: String, _ elements: [JSON], _ markup: Set<String>) -> Field<DynamicModel> {
    if elements.contains(where: { $0.text != nil }) {
      return Field(name, .strings) { .strings($0.members[name]?.elements.compactMap(\.text) ?? []) }
    }
    let inner = fields(of: elements.compactMap(\.members), markup: markup)
    let value: @Sendable (DynamicModel) -> Value = { model in
      let objects = model.members[name]?.elements.compactMap(\.members) ?? []
      return .items(ListItems(objects.map(DynamicModel.init(members:))))
    }
    return Field(name, .list, child: { ModelFrame<DynamicModel>(fields: inner) }, value: value)
  }

  /// The last parts of the names in `{{{x}}}` and `{{&x}}`.
  static func markupNames(_ templates: [String: String]) -> Set<String> {
    var names: Set<String> = []
    for text in templates.values {
      for match in text.matches(of: /\{\{(?:\{|&)\s*([^}\s]+)/) {
        if let last = match.1.split(separator: ".").last { names.insert(String(last)) }
      }
    }
    return names
  }
}
