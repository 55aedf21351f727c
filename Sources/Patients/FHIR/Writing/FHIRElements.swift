public import Core

/// The data types that many resources share.
extension FHIRValue {
  public static func coding(_ system: String?, _ code: String?, display: String? = nil) -> FHIRValue {
    .of(["system": .text(system), "code": .text(code.flatMap(asCode)), "display": .text(display)])
  }
  /// A concept whose code the standard knows.
  public static func concept(_ system: String, _ code: String, text: String? = nil) -> FHIRValue {
    .of(["coding": .one(coding(system, code)), "text": .text(text)])
  }
  /// A concept in words, with a code where one is known.
  public static func words(_ text: String?, code: String? = nil, system: String? = nil) -> FHIRValue? {
    guard text?.isEmpty == false || code?.isEmpty == false else { return nil }
    let known = code.flatMap(asCode).map { coding(system, $0) }
    return .of(["coding": .one(known), "text": .text(text)])
  }
  public static func period(_ start: Instant?, _ end: Instant?) -> FHIRValue {
    .of(["start": start.map { .moment($0) }, "end": end.map { .moment($0) }])
  }
  /// A `dateTime` or `instant`, to the second, in UTC.
  public static func moment(_ instant: Instant) -> FHIRValue { .string(UTCText.seconds(instant)) }
  /// `Annotation`s.
  public static func notes(_ texts: [String]) -> FHIRValue { .list(texts.map { .of(["text": .text($0)]) }) }
  /// `Money`, with as many decimals as the currency has.
  public static func money(minor: Int64, currency: String) -> FHIRValue {
    let places = Currency(code: currency)?.exponent ?? 2
    let digits = "\(minor.magnitude)"
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.utf8.count)) + digits
    let whole = padded.dropLast(places)
    let value = (minor < 0 ? "-" : "") + whole + (places == 0 ? "" : "." + padded.suffix(places))
    return .of(["value": .number(value), "currency": .text(currency)])
  }

  /// Nil for what is no `code` of FHIR: letters and signs, parted by single spaces at most.
  private static func asCode(_ text: String) -> String? {
    let bytes = Array(text.utf8)
    let isSound = bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7f } && !text.isEmpty
    let isLoose = zip([0x20] + bytes, bytes + [0x20]).contains { $0 == 0x20 && $1 == 0x20 }
    return isSound && !isLoose ? text : nil
  }
}
