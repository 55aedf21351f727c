import Core
@testable import Messaging
import Testing

@Suite struct NoticePlanTests {
  private let now = Instant(seconds: 1_800_000_000)
  private func due(_ news: NoticePlan.News, inMinutes minutes: Int) -> [String] {
    NoticePlan.due(
      news, start: now.adding(minutes: minutes), end: now.adding(minutes: minutes + 50), service: .make(),
      rules: AppointmentRule.standard.map { NoticeRule.standard($0) },
      quiet: QuietHours(isOn: false, from: 0, to: 1), zone: .utc, now: now
    ).map { "\($0.rule.rule.rawValue) \($0.at.minutes(since: now))" }
  }

  @Test func anAppointmentFarAheadHasAConfirmationAndTwoReminders() {
    #expect(due(.booked(again: false), inMinutes: 4320) == ["confirmation 0", "reminder48h 1440", "reminder2h 4200"])
    #expect(due(.moved(isUnconfirmed: false), inMinutes: 4320) == ["change 3", "reminder48h 1440", "reminder2h 4200"])
  }
  @Test func aReminderWhoseTimeHasPassedIsLeftOut() {
    #expect(due(.booked(again: false), inMinutes: 2881) == ["confirmation 0", "reminder48h 1", "reminder2h 2761"])
    #expect(due(.booked(again: false), inMinutes: 2880) == ["confirmation 0", "reminder2h 2760"])
    #expect(due(.booked(again: false), inMinutes: 120) == ["confirmation 0"])
    #expect(due(.booked(again: false), inMinutes: 1) == ["confirmation 0"])
  }
  @Test func aCancellationIsSaidOnceAndNothingIsSaidOfThePast() {
    #expect(due(.cancelled, inMinutes: 4320) == ["cancellation 3"])
    for news in [NoticePlan.News.booked(again: false), .moved(isUnconfirmed: false), .cancelled] {
      #expect(due(news, inMinutes: 0) == [])
    }
  }
  @Test func theServerIsAskedAgainFromOneMinuteToEightHoursLater() {
    let waits = (1...SendBackOff.maximumAttempts).map { attempt in
      SendBackOff.next(afterAttempt: attempt, now: now)?.minutes(since: now)
    }
    #expect(waits == [1, 5, 15, 30, 60, 120, 240, 480, nil])
  }
}
