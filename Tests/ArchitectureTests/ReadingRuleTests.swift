import Routing
import TestSupport
import Testing

@testable import Server

/// Who saw whom stands in the trail (F-SEC-06): a page of staff cannot be added without deciding what it records.
@Suite struct ReadingRuleTests {
  private var staff: [Route] { ProductTests.routes.filter { $0.access == "staff" } }

  @Test func everyStaffPageRecordsWhoReadsIt() {
    for route in staff where route.method == .get {
      let pattern = route.pattern.description
      let isReviewed = RoutesWithoutPatients.all.contains(pattern)
      #expect(
        (route.recordsAccess != nil) != isReviewed,
        "GET \(pattern) needs recordsAccess, or a reviewed line in RoutesWithoutPatients; not both")
    }
    let known = Set(staff.filter { $0.method == .get }.map(\.pattern.description))
    let stale = RoutesWithoutPatients.all.subtracting(known).sorted()
    #expect(stale.isEmpty, "RoutesWithoutPatients lists what is no address: \(stale)")
    #expect(
      RoutesWithoutPatients.all.count == RoutesWithoutPatients.reviewed.flatMap(\.patterns).count, "a line stands twice"
    )
  }

  /// The patient of the path is the one the trail names.
  @Test func aPatientInTheAddressIsRecordedFromIt() {
    for route in staff where route.pattern.parameterNames.contains("patient") {
      let pattern = route.pattern.description
      guard !RoutesWithoutPatients.all.contains(pattern) || route.method == .post else { continue }
      #expect(route.recordsAccess?.subject == .patient, "\(route.method) \(pattern)")
    }
    for route in staff where route.recordsAccess?.subject == .patient {
      #expect(route.pattern.parameterNames.contains("patient"), "\(route.pattern) has no patient to record")
    }
    #expect(staff.contains { $0.permission == .readChart && $0.method == .get })
    for route in staff where route.permission == .readChart && route.method == .get {
      #expect(route.recordsAccess != nil, "\(route.pattern) reads a chart unrecorded")
    }
  }

  /// Also what a POST answers: a search, a conflict, a warning.
  @Test func everyPageOfPatientsSaysWhatItShows() {
    let folders: Set<Substring> = ["patients", "clinical", "calendar", "today", "oversight"]
    let pages = Application.pages.filter { $0.template.split(separator: "/").first.map(folders.contains) ?? false }
    #expect(pages.count > 10)
    for page in pages {
      let isSilent = RoutesWithoutPatients.silentPages["\(page)"] != nil
      #expect(
        (page is any PatientDataPage.Type) != isSilent, "\(page): a PatientDataPage, or a reviewed line; not both")
    }
  }
}
