/// A FHIR `Quantity`. The number keeps the digits it was written with.
public struct ImportedQuantity: Hashable, Sendable, CustomStringConvertible {
  public enum Comparator: String, CaseIterable, Hashable, Sendable {
    case less = "<"
    case lessOrEqual = "<="
    case greaterOrEqual = ">="
    case greater = ">"
  }
  public let value: String
  public let comparator: Comparator?
  /// The unit as people write it; the code when that is all there is.
  public let unit: String?
  /// The unit's code in `system`, usually UCUM.
  public let code: String?
  public let system: String?

  /// "< 5.0 mmol/L".
  public var description: String {
    (comparator.map { $0.rawValue + " " } ?? "") + value + (unit.map { " " + $0 } ?? "")
  }
}

extension ImportedQuantity {
  /// Nil when no number is given.
  static func read(_ node: JSONNode) throws(MappingStop) -> ImportedQuantity? {
    guard let value = try node.number("value") else { return nil }
    let code = try node.string("code")
    return ImportedQuantity(
      value: value, comparator: try node.code("comparator", as: Comparator.self),
      unit: try node.string("unit") ?? code.map(unitName), code: code, system: try node.string("system"))
  }

  /// UCUM's codes of the units of time and of the plain number, which nobody would recognise on a page.
  private static func unitName(_ code: String) -> String {
    switch code {
    case "a": "years"
    case "mo": "months"
    case "wk": "weeks"
    case "d": "days"
    case "h": "hours"
    case "min": "minutes"
    case "s": "seconds"
    default: code
    }
  }
}

extension JSONNode {
  func quantity(_ name: String) throws(MappingStop) -> ImportedQuantity? {
    guard let node = try member(name) else { return nil }
    return try ImportedQuantity.read(node)
  }

  /// A `Range` as text: "1 – 2 tablets", "from 1", "up to 2".
  func range(_ name: String) throws(MappingStop) -> String? {
    guard let node = try member(name) else { return nil }
    let low = try node.quantity("low")
    let high = try node.quantity("high")
    switch (low, high) {
    case (let low?, let high?):
      return (low.unit == high.unit ? low.value : low.description) + " – " + high.description
    case (let low?, nil): return "from " + low.description
    case (nil, let high?): return "up to " + high.description
    case (nil, nil): return nil
    }
  }

  /// A `Ratio` as text: "5 mg / 1 mL".
  func ratio(_ name: String) throws(MappingStop) -> String? {
    guard let node = try member(name), let numerator = try node.quantity("numerator") else { return nil }
    guard let denominator = try node.quantity("denominator") else { return numerator.description }
    return numerator.description + " / " + denominator.description
  }
}
