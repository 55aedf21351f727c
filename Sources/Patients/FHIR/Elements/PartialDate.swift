public import Core

/// A FHIR `date`: a day, or only its month or year when no more is known.
public struct PartialDate: Hashable, Sendable, CustomStringConvertible {
  public enum Precision: String, Hashable, Sendable { case year, month, day }
  public let precision: Precision
  /// The first day it can mean: 1 January of a year, the first of a month.
  public let earliest: LocalDate

  /// The last day it can mean.
  public var latest: LocalDate {
    switch precision {
    case .year: lastDay(ofMonth: 12)
    case .month: lastDay(ofMonth: earliest.month)
    case .day: earliest
    }
  }
  private func lastDay(ofMonth month: Int) -> LocalDate {
    for day in [31, 30, 29] {
      if let date = LocalDate(year: earliest.year, month: month, day: day) { return date }
    }
    return earliest.adding(days: 27)
  }
  /// The day, when it is known.
  public var day: LocalDate? { precision == .day ? earliest : nil }

  /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD` exactly, and a day that exists.
  static func parse(_ text: some StringProtocol) -> Result<PartialDate, Fault> {
    let utf8 = Array(text.utf8)
    let hyphen = UInt8(ascii: "-")
    guard utf8.count == 4 || utf8.count == 7 || utf8.count == 10, utf8.count < 7 || utf8[4] == hyphen,
      utf8.count < 10 || utf8[7] == hyphen, let year = Decimal.parse(utf8[0..<4])
    else { return .failure(.malformed) }
    var month = 1
    var day = 1
    if utf8.count >= 7 {
      guard let number = Decimal.parse(utf8[5..<7]) else { return .failure(.malformed) }
      month = number
    }
    if utf8.count == 10 {
      guard let number = Decimal.parse(utf8[8..<10]) else { return .failure(.malformed) }
      day = number
    }
    guard let date = LocalDate(year: year, month: month, day: day) else { return .failure(.impossible) }
    return .success(PartialDate(precision: utf8.count == 4 ? .year : utf8.count == 7 ? .month : .day, earliest: date))
  }
  enum Fault: Error { case malformed, impossible }

  /// As written: `1980`, `1980-02`, `1980-02-29`.
  public var description: String {
    let text = earliest.description
    switch precision {
    case .year: return String(text.prefix(4))
    case .month: return String(text.prefix(7))
    case .day: return text
    }
  }
}

extension PartialDate {
  static func read(_ node: JSONNode) throws(MappingStop) -> PartialDate? {
    guard let text = try node.text() else { return nil }
    switch parse(text) {
    case .success(let date): return date
    case .failure(.malformed): throw node.refusal(.malformedDate(text))
    case .failure(.impossible): throw node.refusal(.impossibleDate(text))
    }
  }
}
