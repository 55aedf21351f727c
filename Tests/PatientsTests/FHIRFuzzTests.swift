import Patients
import Testing
import Web

@Suite struct FHIRFuzzTests {
  /// SplitMix64: the same damage on every run.
  private struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
      return mixed ^ (mixed >> 31)
    }
  }

  private static let files = [
    "patient", "practitioner", "role", "medication", "encounter", "allergy", "medication-request", "condition",
    "immunization", "observation", "temperature",
  ]

  private func damaged(_ original: [UInt8], _ generator: inout Generator) -> [UInt8] {
    var bytes = original
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: bytes.removeLast(Int.random(in: 1...bytes.count, using: &generator))
    case 1:
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] ^= UInt8.random(in: 1...255, using: &generator)
      }
    case 2:
      // Structure for structure: stays JSON more often than a flipped bit does.
      let marks = Array("{}[]\",:0-9eE.TZ+n".utf8)
      bytes[Int.random(in: 0..<bytes.count, using: &generator)] = marks.randomElement(using: &generator) ?? 0
    default:
      let start = Int.random(in: 0..<bytes.count, using: &generator)
      bytes.removeSubrange(start..<min(bytes.count, start + Int.random(in: 1...40, using: &generator)))
    }
    return bytes
  }

  /// A trap would end the test process; every outcome must name its place.
  private func check(_ bytes: [UInt8], _ outcomes: inout [String: Int]) {
    do throws(FHIRImportError) {
      let plan = try ImportPlan.read(bytes, limit: FHIRFixture.limit)
      outcomes["plan", default: 0] += 1
      for row in plan.rows {
        guard case .refused(let path, let reason) = row.outcome else { continue }
        #expect(!path.isEmpty || plan.kind == .patient)
        #expect(!reason.sentence.isEmpty)
        outcomes["refused row", default: 0] += 1
      }
    } catch {
      if case .notJSON(let inner) = error {
        #expect(inner.line >= 1 && inner.column >= 1)
        outcomes["not JSON", default: 0] += 1
      } else {
        outcomes["not a record", default: 0] += 1
      }
      #expect(!error.sentence.isEmpty)
    }
  }

  @Test func damagedBytesNeverTrapAndAlwaysGiveAPlanOrAPlace() throws {
    let original = try FHIRFixture.bundle(try Self.files.map { try FHIRFixture.text($0) })
    var generator = Generator(state: 4711)
    var outcomes: [String: Int] = [:]
    for _ in 0..<2000 { check(damaged(original, &generator), &outcomes) }
    // The damage must reach every layer, or this tests only the JSON reader.
    for layer in ["plan", "refused row", "not JSON"] { #expect(outcomes[layer, default: 0] > 50, "\(outcomes)") }
  }

  /// Replaces every value of every fixture, one at a time, by a value of each other kind.
  @Test func aValueOfTheWrongKindAnywhereNeverTraps() throws {
    let wrong: [JSONValue] = [
      .null, .bool(true), .number("-1e999"), .string(""), .string("x"), .string("9999-12-31T23:59:60.9-14:00"),
      .array([]), .array([.null, .array([])]), .object(JSONObject()),
    ]
    let patient = try FHIRFixture.text("patient")
    var outcomes: [String: Int] = [:]
    for file in Self.files where file != "patient" && file != "practitioner" && file != "role" {
      let resource = try JSONReader.read(Array(try FHIRFixture.text(file).utf8), limits: JSONLimits())
      for place in 0..<resource.size {
        for value in wrong {
          var left = place
          let text = resource.replacing(&left, with: value).text
          let entries = #"{"resource":\#(text)},{"resource":\#(patient)}"#
          check(Array(#"{"resourceType":"Bundle","type":"batch","entry":[\#(entries)]}"#.utf8), &outcomes)
        }
      }
    }
    #expect(outcomes["refused row", default: 0] > 1000, "\(outcomes)")
    #expect(outcomes["not JSON"] == nil)
  }
}

extension JSONValue {
  /// Values in it, itself included.
  fileprivate var size: Int {
    switch self {
    case .null, .bool, .number, .string: 1
    case .array(let items): 1 + items.map(\.size).reduce(0, +)
    case .object(let object): 1 + object.members.map(\.value.size).reduce(0, +)
    }
  }

  /// A copy whose value number `place`, counted from the outside in, is another one.
  fileprivate func replacing(_ place: inout Int, with value: JSONValue) -> JSONValue {
    place -= 1
    if place == -1 { return value }
    switch self {
    case .null, .bool, .number, .string: return self
    case .array(let items): return .array(items.map { $0.replacing(&place, with: value) })
    case .object(let object):
      var text = "{"
      for (index, member) in object.members.enumerated() {
        let member = "\"\(member.key)\":" + member.value.replacing(&place, with: value).text
        text += (index == 0 ? "" : ",") + member
      }
      guard let copy = try? JSONReader.read(Array((text + "}").utf8), limits: JSONLimits()) else { return self }
      return copy
    }
  }

  /// As JSON; the fixtures hold nothing that needs an escape.
  fileprivate var text: String {
    switch self {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .number(let digits): digits
    case .string(let text): "\"\(text)\""
    case .array(let items): "[" + items.map(\.text).joined(separator: ",") + "]"
    case .object(let object): "{" + object.members.map { "\"\($0.key)\":\($0.value.text)" }.joined(separator: ",") + "}"
    }
  }
}
