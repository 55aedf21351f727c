import Foundation
import Server
import Templates
import TestSupport
import Testing

@testable import Scheduling

/// Templates, pages and messages of the calendar fit together in all three languages.
@Suite struct CalendarTemplateTests {
  @Test func theContractHolds() throws {
    let contract = TemplateContract(
      directory: TestServer.repository + "/templates", pages: CalendarRoutes.pages + GroupRoutes.pages,
      shell: Application.shell, keysUsedInSwift: try Self.keys())
    // The pages of others are not given here, so what only they use is not judged.
    let problems = contract.problems().filter { problem in
      problem.contains("calendar") && !problem.contains("\"oversight.")
        || Self.models.contains { problem.hasPrefix($0 + ":") }
    }
    #expect(problems == [])
  }

  private static let models = [
    "CalendarPage", "AppointmentPage", "AppointmentNewPage", "AppointmentMovePage", "AppointmentStalePage",
    "AppointmentBlock", "HoldBlock", "GapBlock", "CalendarBlock", "CalendarColumn", "CalendarGrid", "CalendarHour",
    "AgendaDay", "AppointmentPanel", "AppointmentFact", "HistoryLine", "ActButton", "CancellationForm", "CalendarToast",
    "Undo", "ConflictView", "AppointmentNextPage", "NextVisitWeek", "CalendarRequestsPage", "RequestRow",
    "RequestAnswers", "CalendarWhyPage", "WhyView",
    "WhyPerson", "WhyReason", "TimeFields", "SelectField",
    "CalendarSheetPage", "SheetList", "SheetRow", "PatientChoice", "FormOption", "StatusBadge", "Retry",
    "GroupNewPage", "GroupPage", "GroupMovePage", "GroupBlock", "ParticipantRow", "AddParticipant", "GroupCancelForm",
  ]

  /// Message keys that stand in the sources of the calendar.
  private static func keys() throws -> Set<String> {
    var keys: Set<String> = []
    for folder in [
      "Calendar", "StaffBooking", "Why", "Requests", "Series", "Sheet", "Groups", "GroupPages", "NextVisit",
    ] {
      let path = TestServer.repository + "/Sources/Scheduling/" + folder
      for file in try FileManager.default.subpathsOfDirectory(atPath: path) where file.hasSuffix(".swift") {
        let text = try String(contentsOfFile: path + "/" + file, encoding: .utf8)
        for match in text.matches(of: /"(calendar\.[A-Za-z.]+)"/) { keys.insert(String(match.1)) }
      }
    }
    // An action of the audit trail, which the history of an appointment has words for.
    return keys.subtracting(["calendar.write"])
  }
}
