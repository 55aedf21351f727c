/// The bytes of all templates and messages, each stretch kept once.
struct LiteralPool {
  private(set) var bytes: [UInt8] = []
  private var known: [[UInt8]: Range<Int>] = [:]

  mutating func add(_ literal: [UInt8]) -> Range<Int> {
    if let range = known[literal] { return range }
    let range = bytes.count..<bytes.count + literal.count
    bytes.append(contentsOf: literal)
    known[literal] = range
    return range
  }
}
