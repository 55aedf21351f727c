import Core
import Database
import Routing
import Templates

/// Every date of a series before anything is written, with all that is in the way.
struct SeriesPreviewPage: PatientDataPage {
  static let template = "calendar/series-preview"
  let title: String
  /// Why nothing was written, when it was tried.
  let refused: String?
  let facts: [AppointmentFact]
  let summary: String
  let rows: [SeriesPreviewRow]
  let modes: [FormOption]
  /// Nil when not a single date can be had.
  let button: String?
  let action: String
  let backAction: String
  let hidden: [HiddenField]
  let accessEvents: [AuditEvent]

  static let fields: [Field<SeriesPreviewPage>] = [
    .text("title") { $0.title },
    .optionalText("refused") { $0.refused },
    .list("facts") { $0.facts },
    .text("summary") { $0.summary },
    .list("rows") { $0.rows },
    .list("modes") { $0.modes },
    .optionalText("button") { $0.button },
    .text("action") { $0.action },
    .text("backAction") { $0.backAction },
    .list("hidden") { $0.hidden },
  ]

  static var examples: [SeriesPreviewPage] {
    [true, false].map { isFull in
      SeriesPreviewPage(
        title: "New series", refused: isFull ? "Nothing was booked" : nil,
        facts: [AppointmentFact(label: "Patient", value: "<b>Ola</b>", isTyped: true)], summary: "2 of 3",
        rows: [
          SeriesPreviewRow(number: "1", when: "Tuesday", problems: [], notes: ["Twice"]),
          SeriesPreviewRow(number: "2", when: "Wednesday", problems: ["Dr Mira: <Ola>"], notes: []),
        ], modes: [FormOption(value: "all", label: "All", isChosen: isFull)],
        button: isFull ? "Book" : nil, action: "/appointments/series", backAction: "/appointments/draft",
        hidden: [HiddenField(name: "rrule", value: "x")], accessEvents: [])
    }
  }
}

extension SeriesPreviewPage {
  init(
    _ plan: SeriesPlan, who: String, service: String, practitioner: String, action: String, backAction: String,
    mode: SeriesBookings.Mode, refused: String?, hidden: [HiddenField], zone: Zone, _ call: Call
  ) {
    let (text, words) = (call.text, SeriesWords(call: call))
    let named = plan.occurrences.flatMap { $0.review?.conflicts ?? [] }.count(where: \.namesSomebody)
    let free = plan.free.count
    title = text.text("calendar.series.new")
    self.refused = refused
    facts = [
      AppointmentFact(label: text.text("calendar.fact.patient"), value: who, isTyped: true),
      AppointmentFact(label: text.text("calendar.fact.what"), value: service),
      AppointmentFact(label: text.text("calendar.fact.with"), value: practitioner),
      AppointmentFact(label: text.text("calendar.series.rule"), value: words.whole(plan.pattern.rule)),
    ]
    summary =
      plan.clashing.isEmpty
      ? text.text("calendar.series.allFree", count: free)
      : text.text("calendar.series.someFree", ["free": "\(free)", "total": "\(plan.occurrences.count)"])
    rows = plan.occurrences.enumerated().map { SeriesPreviewRow($0.offset, $0.element, plan.pattern, zone, call) }
    modes = [
      FormOption(value: "all", label: text.text("calendar.series.mode.all"), isChosen: mode == .all),
      FormOption(value: "free", label: text.text("calendar.series.mode.free"), isChosen: mode == .free),
    ]
    button = free == 0 ? nil : text.text("calendar.series.book")
    (self.action, self.backAction, self.hidden) = (action, backAction, hidden)
    accessEvents = [
      AuditEvent("patients.search", "patients_patient", nil, fields: ["rows=1"]), ConflictWords.read(named),
    ].compactMap { $0 }
  }
}

/// One date of a series, before it is written.
struct SeriesPreviewRow: TemplateModel {
  let number: String
  let when: String
  /// What is in the way.
  let problems: [String]
  let notes: [String]
  /// It is written, as far as anybody knows.
  let isFree: Bool

  static let fields: [Field<SeriesPreviewRow>] = [
    .text("number") { $0.number },
    .text("when") { $0.when },
    .flag("isFree") { $0.isFree && $0.problems.isEmpty },
    .strings("problems") { $0.problems },
    .strings("notes") { $0.notes },
  ]

  init(number: String, when: String, problems: [String], notes: [String], isFree: Bool = true) {
    (self.number, self.when, self.problems, self.notes, self.isFree) = (number, when, problems, notes, isFree)
  }
  init(_ index: Int, _ occurrence: SeriesPlan.Occurrence, _ pattern: SeriesPattern, _ zone: Zone, _ call: Call) {
    let words = SeriesWords(call: call)
    let conflicts = (occurrence.review?.conflicts ?? []).map(ConflictWords(call: call, zone: zone).sentence)
    let clock = words.clock(occurrence, pattern.time)
    self.init(
      number: "\(index + 1)", when: words.when(occurrence, pattern, zone: zone),
      problems: (occurrence.review == nil ? [clock].compactMap { $0 } : []) + conflicts,
      notes: occurrence.review == nil ? [] : [clock].compactMap { $0 })
  }
}
