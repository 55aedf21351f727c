import Foundation
import Testing

/// The whole diary in an order that nobody would think of, held against a model after each act: bookings, holds, the
/// desk, requests, series, waitlist, and every limit a second before, at and after it.
/// `PRAXIS_STEPS=2000` makes as many runs of sixty steps; `PRAXIS_SEED=17` begins with that one.
@Suite struct DiaryMachineTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let runs = environment["PRAXIS_STEPS"].flatMap { Int($0) } ?? 24
  private static let first = environment["PRAXIS_SEED"].flatMap { UInt64($0) } ?? 0
  private static let steps = 60

  @Test func theDiaryIsWhatTheModelSays() throws {
    var tally: [String: (done: Int, refused: Int)] = [:]
    for seed in Self.first..<Self.first + UInt64(Self.runs) {
      let (difference, counts) = try run(seed, Array(0..<Self.steps))
      if let difference {
        let (steps, shortest) = try shrink(seed, difference)
        Issue.record(
          "seed \(seed), steps \(steps):\n\(shortest.log.joined(separator: "\n"))\n\(shortest.description)")
        return
      }
      tally.merge(counts) { ($0.done + $1.done, $0.refused + $1.refused) }
    }
    for act in ["keep", "confirm", "moveByLink", "bookAsStaff", "approve", "accept", "bookSeries", "moveSeries"] {
      let (done, refused) = tally[act] ?? (0, 0)
      #expect(done > 0 && refused > 0, "\(act): \(done) done, \(refused) refused: the dice prove little")
    }
    if Self.environment["PRAXIS_STEPS"] != nil { FileHandle.standardError.write(Data(Self.words(tally).utf8)) }
  }

  private func run(
    _ seed: UInt64, _ steps: [Int]
  ) throws -> (DiaryMachine.Difference?, [String: (done: Int, refused: Int)]) {
    var machine = try DiaryMachine(seed: seed)
    do {
      for step in steps { try machine.step(step) }
      try machine.close()
      return (nil, machine.tally)
    } catch let difference as DiaryMachine.Difference {
      return (difference, machine.tally)
    } catch {
      return (machine.differ("\(error)"), machine.tally)
    }
  }

  /// Leaves out steps as long as it fails without them, half of them first; at most for half a minute.
  private func shrink(
    _ seed: UInt64, _ difference: DiaryMachine.Difference
  ) throws -> (steps: [Int], DiaryMachine.Difference) {
    let end = ContinuousClock.now + .seconds(30)
    var (steps, shortest, size) = (Array(0..<Self.steps), difference, Self.steps / 2)
    while size > 0 {
      // From behind: what came after the failure did not matter.
      var close = steps.count
      while close > 0, ContinuousClock.now < end {
        let start = max(0, close - size)
        let shorter = Array(steps[..<start] + steps[close...])
        if !shorter.isEmpty, let next = try run(seed, shorter).0 { (steps, shortest) = (shorter, next) }
        close = start
      }
      size /= 2
    }
    return (steps, shortest)
  }

  private static func words(_ tally: [String: (done: Int, refused: Int)]) -> String {
    tally.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.done) done, \($0.value.refused) refused\n" }.joined()
  }
}
