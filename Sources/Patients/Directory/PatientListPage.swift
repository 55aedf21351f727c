import Core
import Database
import Routing
import Templates

/// Everybody, by name, or those who were searched for.
struct PatientListPage: PatientDataPage {
  static let template = "patients/patient-list"
  let title: String
  /// As typed; nil when nobody was searched for.
  let query: String?
  let rows: [PersonRow]
  /// All that were found, also those not shown.
  let total: Int
  let pages: PageLinks
  let canChange: Bool
  let canImport: Bool
  /// Where somebody else is opened; nil for who reaches everybody.
  let emergencyHref: String?

  var accessEvents: [AuditEvent] {
    let count = ["rows=\(rows.count)"]
    return [
      query == nil
        ? AuditEvent("patients.list", "patients_patient", nil, fields: count)
        : AuditEvent("patients.search", "patients_patient", nil, fields: count)
    ]
  }

  static let fields: [Field<PatientListPage>] = [
    .text("title") { $0.title },
    .text("query") { $0.query ?? "" },
    .flag("isSearch") { $0.query != nil },
    .flag("hasRows") { !$0.rows.isEmpty },
    .list("rows") { $0.rows },
    .number("total") { $0.total },
    .flag("isCut") { $0.query != nil && $0.total > $0.rows.count },
    .number("shown") { $0.rows.count },
    .object("pages") { $0.pages },
    .flag("canChange") { $0.canChange },
    .flag("canImport") { $0.canImport },
    .optionalText("emergencyHref") { $0.emergencyHref },
  ]

  static let examples: [PatientListPage] = [
    PatientListPage(
      title: "Patients", query: nil, rows: [], total: 0, pages: PageLinks(path: "/patients", current: 1, count: 1),
      canChange: true, canImport: true, emergencyHref: nil),
    PatientListPage(
      title: "Patients", query: "מושקוביץ <b>", rows: [], total: 0,
      pages: PageLinks(path: "/patients", current: 1, count: 1), canChange: false, canImport: false,
      emergencyHref: "/emergency-access"),
    PatientListPage(
      title: "Patients", query: nil, rows: [PersonRow(example: "Mustermann, Erika")], total: 1234,
      pages: PageLinks(path: "/patients", current: 9, count: 25), canChange: true, canImport: false,
      emergencyHref: nil),
  ]
}

extension PersonRow {
  /// For checks that render every page.
  init(example name: String) {
    self.name = name
    href = "/patients/0"
    isInactive = true
    (born, age, phone) = ("12 August 1984", "41", "+49 30 1234567")
    (email, last, next) = ("erika@example.org", "2 March 2026, 10:30", nil)
  }
}
