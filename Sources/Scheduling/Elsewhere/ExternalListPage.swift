import Core
import Routing
import Templates

/// One calendar elsewhere in words.
struct ExternalRow: TemplateModel {
  let id: String
  let name: String
  /// The host alone: the rest of an address is often its key.
  let host: String
  let age: String
  /// What it closes; nil for one that was never read.
  let ahead: String?
  let problem: String?
  /// What counts meanwhile; nil without a problem.
  let meanwhile: String?
  let next: String
  let notes: [String]

  static let fields: [Field<ExternalRow>] = [
    .text("externalID") { $0.id },
    .text("name") { $0.name },
    .text("host") { $0.host },
    .text("age") { $0.age },
    .optionalText("ahead") { $0.ahead },
    .optionalText("problem") { $0.problem },
    .optionalText("meanwhile") { $0.meanwhile },
    .text("next") { $0.next },
    .strings("notes") { $0.notes },
  ]
}

struct ExternalWords {
  let call: Call
  let zone: Zone
  /// Busy stretches that are not over, of each.
  let ahead: [EntityID: Int]

  func row(_ external: External) -> ExternalRow {
    let text = call.text
    var notes: [String] = []
    if external.unread > 0 { notes.append(text.text("feeds.busy.unread", count: external.unread)) }
    if external.isCut { notes.append(text.text("feeds.busy.cut")) }
    return ExternalRow(
      id: external.id.description, name: external.name, host: ExternalWords.host(external.address),
      age: external.copiedAt.map { age(since: $0) } ?? text.text("feeds.busy.noCopy"),
      ahead: external.copiedAt.map { _ in text.text("feeds.busy.ahead", count: ahead[external.id] ?? 0) },
      problem: external.problem.map { text.text("feeds.busy.problem.\($0.rawValue)") },
      meanwhile: external.problem.map { _ in text.text(meanwhile(external)) },
      next: external.nextAt <= call.now
        ? text.text("feeds.busy.nextNow") : text.text("feeds.busy.next", ["time": moment(external.nextAt)]),
      notes: notes)
  }

  private func meanwhile(_ external: External) -> String {
    guard external.copiedAt != nil else { return "feeds.busy.meanwhile.never" }
    return external.hasOldCopy(at: call.now) ? "feeds.busy.meanwhile.ended" : "feeds.busy.meanwhile.kept"
  }

  private func age(since instant: Instant) -> String {
    let minutes = max(0, call.now.minutes(since: instant))
    switch minutes {
    case 0: return call.text.text("feeds.busy.ageNow")
    case ..<120: return call.text.text("feeds.busy.ageMinutes", count: minutes)
    case ..<2880: return call.text.text("feeds.busy.ageHours", count: minutes / 60)
    default: return call.text.text("feeds.busy.ageDays", count: minutes / 1440)
    }
  }

  private func moment(_ instant: Instant) -> String {
    let (local, today) = (zone.local(instant), zone.local(call.now).date)
    let time = call.formats.time(local.time)
    return local.date == today ? time : call.formats.date(local.date, .short) + ", " + time
  }

  static func host(_ address: String) -> String {
    let parts = address.utf8.split(separator: UInt8(ascii: "/"), maxSplits: 3, omittingEmptySubsequences: false)
    return parts.count > 2 ? String(decoding: parts[2], as: UTF8.self) : ""
  }
}

struct ExternalListPage: Page {
  static let template = "feeds/external-list"
  enum Done: String { case added, removed, asked, connected, disconnected, denied, saved }
  let title: String
  let rows: [ExternalRow]
  let controls: [FormControl]
  let hasColumn: Bool
  let done: String?
  let google: GoogleView

  static let fields: [Field<ExternalListPage>] = [
    .object("google") { $0.google },
    .text("title") { $0.title },
    .list("rows") { $0.rows },
    .list("controls") { $0.controls },
    .flag("hasColumn") { $0.hasColumn },
    .optionalText("done") { $0.done },
    .flag("hasErrors") { page in page.controls.contains { $0.error != nil } },
    .list("errors") { page in
      page.controls.compactMap { control in control.error.map { FormProblem(control, $0) } }
    },
  ]
  static let examples = [
    ExternalListPage(title: "Busy elsewhere", rows: [], controls: [], hasColumn: false, done: nil, google: .example),
    ExternalListPage(
      title: "Busy elsewhere",
      rows: [
        ExternalRow(
          id: "1", name: "<Family>", host: "calendar.example", age: "Copy of 12 minutes ago",
          ahead: "3 busy times ahead", problem: "Not found.", meanwhile: "The copy counts.",
          next: "Next look at 10:15", notes: ["2 events could not be read."])
      ], controls: EditForm.example.controls, hasColumn: true, done: "Added.", google: .example),
  ]
}
