/// Why a text is not the JSON we accept, and where: line and column count from 1, a column is a code point.
public struct JSONError: Error, Hashable, Sendable {
  public enum Fault: Hashable, Sendable {
    case empty
    case tooLarge(limit: Int)
    case tooDeep(limit: Int)
    case tooManyValues(limit: Int)
    case unexpectedEnd
    case valueExpected
    case keyExpected
    case colonExpected
    case commaOrBracketExpected
    case commaOrBraceExpected
    case textAfterEnd
    case malformedNumber
    case controlCharacter
    case malformedEscape
    case loneSurrogate
    case invalidUTF8
    case duplicateKey(String)
  }
  public let fault: Fault
  public let line: Int
  public let column: Int

  public init(fault: Fault, line: Int, column: Int) {
    self.fault = fault
    self.line = line
    self.column = column
  }
}
