import Patients
import Testing
import Web

@Suite struct FHIRJSONTests {
  private func read(_ bytes: [UInt8], _ limits: JSONLimits = JSONLimits()) -> Result<JSONValue, JSONError> {
    do throws(JSONError) { return .success(try JSONReader.read(bytes, limits: limits)) } catch {
      return .failure(error)
    }
  }
  private func read(_ text: String) -> Result<JSONValue, JSONError> { read(Array(text.utf8)) }

  @Test(arguments: [
    ("null", JSONValue.null), ("true", .bool(true)), ("false", .bool(false)), (" \t\r\n0 \n", .number("0")),
    ("-0", .number("-0")), ("-0.10e+07", .number("-0.10e+07")), ("1E400", .number("1E400")),
    ("158.00822706302563", .number("158.00822706302563")), (#""""#, .string("")), ("[]", .array([])),
    ("[ ]", .array([])), ("[1,[2],\"\"]", .array([.number("1"), .array([.number("2")]), .string("")])),
    (#""\"\\\/\b\f\n\r\t""#, .string("\"\\/\u{8}\u{c}\n\r\t")), (#""\u00e9\uD834\uDD1E\u0000""#, .string("é𝄞\0")),
    ("\"é𝄞 \u{7f}\u{2028}\"", .string("é𝄞 \u{7f}\u{2028}")), ("\u{feff}1", .number("1")),
  ])
  func acceptsWhatTheGrammarAllows(text: String, value: JSONValue) {
    #expect(read(text) == .success(value))
  }

  @Test(arguments: [
    ("", JSONError.Fault.empty, 1, 1), (" \n ", .empty, 2, 2), ("nul", .unexpectedEnd, 1, 4),
    ("nulL", .valueExpected, 1, 1), ("True", .valueExpected, 1, 1), ("NaN", .valueExpected, 1, 1),
    ("-", .unexpectedEnd, 1, 2), ("-x", .malformedNumber, 1, 1), ("01", .malformedNumber, 1, 1),
    ("1.", .unexpectedEnd, 1, 3), ("[1.]", .malformedNumber, 1, 2), ("[.5]", .valueExpected, 1, 2),
    ("[+1]", .valueExpected, 1, 2), ("[1e]", .malformedNumber, 1, 2), ("[1e+]", .malformedNumber, 1, 2),
    ("[0x10]", .malformedNumber, 1, 2), ("[1 2]", .commaOrBracketExpected, 1, 4), ("[1,]", .valueExpected, 1, 4),
    ("[,1]", .valueExpected, 1, 2), ("[1", .unexpectedEnd, 1, 3), ("[1}", .commaOrBracketExpected, 1, 3),
    ("{", .unexpectedEnd, 1, 2), ("{a:1}", .keyExpected, 1, 2), ("{'a':1}", .keyExpected, 1, 2),
    (#"{"a"}"#, .colonExpected, 1, 5), (#"{"a":}"#, .valueExpected, 1, 6), (#"{"a":1,}"#, .keyExpected, 1, 8),
    (#"{"a":1]"#, .commaOrBraceExpected, 1, 7), (#"{"a":1 "b":2}"#, .commaOrBraceExpected, 1, 8),
    ("1 2", .textAfterEnd, 1, 3), ("{}\n{}", .textAfterEnd, 2, 1), ("// no\n1", .valueExpected, 1, 1),
    ("\"a\nb\"", .controlCharacter, 1, 3), ("\"\t\"", .controlCharacter, 1, 2), (#""abc"#, .unexpectedEnd, 1, 5),
    (#""\x41""#, .malformedEscape, 1, 2), (#""\u12g4""#, .malformedEscape, 1, 2), (#""\u12"#, .unexpectedEnd, 1, 6),
    (#""\"#, .unexpectedEnd, 1, 3), (#""\ud834""#, .loneSurrogate, 1, 2), (#""\udd1e\ud834""#, .loneSurrogate, 1, 2),
    (#""\ud834\u0041""#, .loneSurrogate, 1, 2), (#""\ud834x""#, .loneSurrogate, 1, 2),
    (#"{"a":1,"b":2,"\u0061":3}"#, .duplicateKey("a"), 1, 14), ("\u{a0}1", .valueExpected, 1, 1),
    ("[\n  1,\n  \"é𝄞\", x]", .valueExpected, 3, 9),
  ])
  func refusesEverythingElseAndSaysWhere(text: String, fault: JSONError.Fault, line: Int, column: Int) {
    #expect(read(text) == .failure(JSONError(fault: fault, line: line, column: column)))
  }

  @Test(
    arguments: [
      [0xff], [0xc3], [0xc0, 0xaf], [0xe0, 0x80, 0xaf], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0x80],
      [0xf0, 0x9d, 0x84],
    ] as [[UInt8]])
  func refusesBytesThatAreNotUTF8(bytes: [UInt8]) {
    let text = Array("[\"ä".utf8) + bytes + Array("z\"]".utf8)
    #expect(read(text) == .failure(JSONError(fault: .invalidUTF8, line: 1, column: 4)))
  }

  @Test func aByteThatNeedsAnEscapeToBecomeUTF8StaysInvalid() {
    #expect(
      read([0x22, 0xc3] + Array(#"\u00a9""#.utf8)) == .failure(JSONError(fault: .invalidUTF8, line: 1, column: 2)))
  }

  @Test func nestsThirtyTwoDeepAndNoDeeper() {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(read(nested(32)).isSuccess)
    #expect(read(nested(33)) == .failure(JSONError(fault: .tooDeep(limit: 32), line: 1, column: 33)))
    let endless = String(repeating: #"{"a":["#, count: 100_000)
    #expect(read(endless) == .failure(JSONError(fault: .tooDeep(limit: 32), line: 1, column: 97)))
    // Depth, not the number of lists.
    #expect(read("[" + String(repeating: "[],", count: 100) + "[]]").isSuccess)
  }

  @Test func keepsToTheLimitsOfSizeAndCount() {
    let text = Array("[1,2,3]".utf8)
    #expect(read(text, JSONLimits(bytes: 7)).isSuccess)
    #expect(read(text, JSONLimits(bytes: 6)) == .failure(JSONError(fault: .tooLarge(limit: 6), line: 1, column: 1)))
    #expect(read(text, JSONLimits(values: 4)).isSuccess)
    #expect(
      read(text, JSONLimits(values: 3)) == .failure(JSONError(fault: .tooManyValues(limit: 3), line: 1, column: 6)))
  }

  @Test func keepsTheOrderOfMembersAndFindsThem() throws {
    let keys = (0..<200).map { "key\($0)" }
    let text = "{" + keys.map { #""\#($0)":"\#($0)""# }.joined(separator: ",") + "}"
    guard case .object(let object) = try read(text).get() else { throw JSONError(fault: .empty, line: 0, column: 0) }
    #expect(object.members.map(\.key) == keys)
    #expect(object["key137"] == .string("key137"))
    #expect(object["key200"] == nil)
  }

  @Test func findsADuplicateKeyInAWideObject() {
    for place in [0, 23, 24, 25, 199] {
      let keys = (0..<200).map { #""key\#($0)":0"# } + [#""key\#(place)":1"#]
      guard case .failure(let error) = read("{" + keys.joined(separator: ",") + "}") else {
        Issue.record("key\(place) was accepted twice")
        continue
      }
      #expect(error.fault == .duplicateKey("key\(place)"))
    }
  }

  @Test func comparesKeysAsWrittenNotByCanonicalEquivalence() {
    #expect(read("{\"\u{e9}\":1,\"e\u{301}\":2}").isSuccess)
    #expect(!read("{\"e\u{301}\":1,\"e\u{301}\":2}").isSuccess)
  }

  @Test func keepsAHugeNumberAsText() {
    let digits = String(repeating: "9", count: 100_000)
    #expect(read("[\(digits)]") == .success(.array([.number(digits)])))
  }
}

extension Result {
  fileprivate var isSuccess: Bool {
    switch self {
    case .success: true
    case .failure: false
    }
  }
}
