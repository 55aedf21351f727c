/// From a measurement as a chart writes it ("< 5.0 mmol/L") back to FHIR.
public enum FHIRMeasure {
  /// `Quantity`: an optional comparator, a number as FHIR writes it, and what follows as the unit. Nil for other texts.
  public static func quantity(_ text: String) -> FHIRValue? {
    var parts = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
    var comparator: String?
    if let first = parts.first, ["<", "<=", ">=", ">"].contains(first) {
      comparator = first
      parts.removeFirst()
    }
    guard let number = parts.first, isNumber(number) else { return nil }
    let unit = parts.dropFirst().joined(separator: " ")
    // Written again it must read the same.
    guard parts.count == 1 || !unit.isEmpty, !unit.hasPrefix(" "), !unit.hasSuffix(" ") else { return nil }
    return .of(["value": .number(number), "comparator": .text(comparator), "unit": .text(unit)])
  }

  /// `value[x]`, or why there is none.
  public static func value(_ text: String) -> (name: String, value: FHIRValue?) {
    if let quantity = quantity(text) { return ("valueQuantity", quantity) }
    if let reason = FHIRDates.rest(of: text, after: "not measured ("), reason.hasSuffix(")") {
      return ("dataAbsentReason", .words(String(reason.dropLast())))
    }
    return ("valueString", .text(text))
  }

  /// `-?(0|[1-9][0-9]*)(\.[0-9]+)?`: FHIR's decimal without an exponent.
  private static func isNumber(_ text: String) -> Bool {
    var bytes = text.utf8[...]
    if bytes.first == UInt8(ascii: "-") { bytes = bytes.dropFirst() }
    let parts = bytes.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    let areDigits = parts.allSatisfy { part in
      !part.isEmpty && part.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
    guard areDigits, let whole = parts.first, bytes.count <= 18 else { return false }
    return whole.count == 1 || whole.first != UInt8(ascii: "0")
  }
}
