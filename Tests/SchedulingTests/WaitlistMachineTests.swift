import Foundation
import Testing

/// Thousands of acts in an order that nobody would think of, held against a model after each.
/// `PRAXIS_STEPS=2000` makes as many runs of sixty steps; without it there are sixty.
@Suite struct WaitlistMachineTests {
  private static let runs = ProcessInfo.processInfo.environment["PRAXIS_STEPS"].flatMap { Int($0) } ?? 60
  private static let steps = 60

  @Test func nothingIsLostDoubledOrOfferedInVain() throws {
    var (made, accepted) = (0, 0)
    for seed in 0..<Self.runs {
      var machine = try WaitlistMachine(seed: UInt64(seed))
      do {
        for _ in 0..<Self.steps { try machine.step() }
      } catch {
        Issue.record("seed \(seed): \(error)")
        return
      }
      made += machine.model.offers.count
      accepted += machine.accepted
    }
    #expect(made > Self.runs && accepted > Self.runs / 4, "\(made) offers, \(accepted) accepted: the dice prove little")
  }
}
