/// A file that travels with a mail.
public struct MailAttachment: Sendable, Equatable {
  /// Any text; controls, slashes and backslashes become `_` when written.
  public let name: String
  /// `type/subtype` with its parameters, such as `text/calendar; method=REQUEST; charset=utf-8`.
  public let contentType: String
  public let bytes: [UInt8]

  /// Nil when type, subtype, a parameter's name or its value is not a token of RFC 2045; quotes are refused by that.
  public init?(name: String, type: String, parameters: [(name: String, value: String)] = [], bytes: [UInt8]) {
    let halves = type.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard halves.count == 2, halves.allSatisfy(HeaderToken.isToken),
      parameters.allSatisfy({ HeaderToken.isToken($0.name) && HeaderToken.isToken($0.value) })
    else { return nil }
    self.name = name
    contentType = parameters.reduce(type) { $0 + "; " + $1.name + "=" + $1.value }
    self.bytes = bytes
  }
}
