import Core
import TestSupport
import Testing

@testable import Scheduling

@Suite struct StaffBookingStateTests {
  @Test func theTableOfStatesIsAsWritten() {
    var table: [String] = []
    for act in StatusAct.allCases {
      for status in AppointmentStatus.allCases {
        if let result = act.result(from: status) { table.append("\(act) \(status) \(result)") }
      }
    }
    #expect(
      table == [
        "checkIn proposed arrived", "checkIn booked arrived", "undoArrival arrived booked",
        "noShow proposed noshow", "noShow booked noshow", "undoNoShow noshow booked",
        "completion booked fulfilled", "completion arrived fulfilled", "completion checkedIn fulfilled",
        "undoCompletion fulfilled arrived", "cancellation proposed cancelled",
        "cancellation booked cancelled", "cancellation arrived cancelled", "undoCancellation cancelled booked",
      ])
  }

  @Test func everyUndoLeadsBackToAStateTheActCanStartFrom() {
    for act in StatusAct.allCases {
      guard let undo = act.undo else { continue }
      for status in AppointmentStatus.allCases {
        guard let after = act.result(from: status) else { continue }
        #expect(undo.result(from: after) != nil, "\(act) from \(status)")
      }
    }
  }

  @Test func nobodyArrivesOnAnEarlierDayAndNothingEndsBeforeItBegan() throws {
    let berlin = try Zone(name: "Europe/Berlin")
    let start = try #require(InstantText.decode("2027-03-09T12:00Z"))
    let span = TimeSpan(start: start, end: start.adding(minutes: 50))
    #expect(!StatusAct.checkIn.isTimely(for: span, zone: berlin, now: start.adding(hours: -14)))
    #expect(StatusAct.checkIn.isTimely(for: span, zone: berlin, now: start.adding(hours: -12)))
    #expect(!StatusAct.noShow.isTimely(for: span, zone: berlin, now: start.adding(minutes: -1)))
    #expect(StatusAct.noShow.isTimely(for: span, zone: berlin, now: start))
  }
}
