import Core

/// Numbers that look random and are the same for the same seed (SplitMix64, Steele, Lea and Flood 2014).
struct DemoRandom: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// 0..<100.
  mutating func percent() -> Int { Int(next() % 100) }
  mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  /// An index of `weights`, more often where the weight is larger.
  mutating func index(weights: [Int]) -> Int {
    var left = number(1...max(1, weights.reduce(0, +)))
    for (index, weight) in weights.enumerated() {
      left -= weight
      if left <= 0 { return index }
    }
    return 0
  }

  /// A version 7 id of this sequence; unlike ``EntityID/make(at:)`` it can be told beforehand.
  mutating func id(at instant: Instant) -> EntityID {
    let milliseconds = UInt64(bitPattern: instant.microseconds / 1000)
    return EntityID(
      high: milliseconds << 16 | 0x7000 | next() & 0x0fff, low: next() & 0x3fff_ffff_ffff_ffff | 0x8000_0000_0000_0000)
  }
}
