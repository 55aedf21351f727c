import Core
import Database
import Routing
import Templates
import Web

/// Closed days and other hours, of one person or room or of the whole practice.
enum ExceptionHandlers {
  static let path = "/settings/exceptions"
  /// Stands for the whole practice in the form.
  private static let everybody = "practice"

  @Sendable static func list(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    .page(try page(call, db, FormValues(["owner": everybody, "kind": "closed"])))
  }

  @Sendable static func create(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let typed = FormValues(call.form)
    let zone = try Zone(name: db.practice.zoneName)
    let resources = try ResourceRecords.all(of: Resource.Kind.allCases, in: db.reader).filter(\.isActive)
    let owners = [everybody] + resources.map(\.id.description)
    let (draft, errors) = ExceptionDraft.parse(typed, owners: owners, today: zone.local(call.now).date)
    guard let draft else { return .page(try page(call, db.reader, typed, errors: errors), status: 422) }
    let booked = try BookedAppointments.against(draft, zone: zone, now: call.now, in: db.reader)
    guard BookedWarning.isConfirmed(booked, call) else {
      return .page(try page(call, db.reader, typed, warning: BookedWarning(booked, zone: zone, call)), status: 422)
    }
    let id = ExceptionID.make()
    let event = AuditEvent(
      "exception.add", "scheduling_exception", id.id, fields: [draft.hours == nil ? "closed" : "hours"])
    try db.transaction(event) { tx in
      try Resources.lock(draft.resource.map { [$0] } ?? Set(resources.map(\.id)), in: tx)
      // Other hours may be longer ones.
      try OpenedTimes.byChangingHours(of: draft.resource, now: call.now, in: tx) { tx in
        try ExceptionRecords.insert(id, draft, in: tx)
      }
    }
    return .redirect(path + "?saved=1")
  }

  @Sendable static func delete(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    guard let found = try ExceptionRecords.find(try call.id("exception"), in: db.reader) else { throw Refusal.notFound }
    let resources = try ResourceRecords.all(of: Resource.Kind.allCases, in: db.reader).map(\.id)
    try db.transaction(AuditEvent("exception.remove", "scheduling_exception", found.id.id)) { tx in
      try Resources.lock(found.resource.map { [$0] } ?? Set(resources), in: tx)
      try OpenedTimes.byChangingHours(of: found.resource, now: call.now, in: tx) { tx in
        try ExceptionRecords.delete(found.id, in: tx)
      }
    }
    return .redirect(path + "?saved=1")
  }

  private static func page(
    _ call: Call, _ db: borrowing TenantReader, _ values: FormValues, errors: FormErrors = FormErrors(),
    warning: BookedWarning? = nil
  ) throws -> ExceptionListPage {
    let today = try Zone(name: db.practice.zoneName).local(call.now).date
    let canChange = SettingsRight.canChange(db)
    return ExceptionListPage(
      title: call.text.text("scheduleSettings.exceptions"),
      rows: try ExceptionRecords.ahead(from: today, in: db).map { row($0, call) }, action: path,
      controls: canChange ? try controls(call, db, values, errors) : [], canChange: canChange,
      isSaved: call.query["saved"] != nil, warning: warning)
  }

  private static func controls(
    _ call: Call, _ db: borrowing TenantReader, _ values: FormValues, _ errors: FormErrors
  ) throws -> [FormControl] {
    let resources = try ResourceRecords.all(of: Resource.Kind.allCases, in: db).filter(\.isActive)
    var form = FormBuilder(call.text, values, errors: errors)
    form.choice(
      "owner",
      [(everybody, call.text.text("scheduleSettings.wholePractice"))] + resources.map { ($0.id.description, $0.name) },
      "scheduleSettings.owner")
    form.choice(
      "kind",
      [
        ("closed", call.text.text("scheduleSettings.closed")), ("hours", call.text.text("scheduleSettings.otherHours")),
      ],
      "scheduleSettings.exceptionKind", hint: "scheduleSettings.exceptionKindHint")
    form.line("first", type: "date", "scheduleSettings.firstDate", isRequired: true)
    form.line("last", type: "date", "scheduleSettings.lastDate", hint: "scheduleSettings.lastDateHint")
    form.line("opens", type: "time", "scheduleSettings.opens", hint: "scheduleSettings.opensHint")
    form.line("closes", type: "time", "scheduleSettings.closes", hint: "scheduleSettings.closesHint")
    form.line("reason", "scheduleSettings.reason", hint: "scheduleSettings.reasonHint")
    return form.controls
  }

  private static func row(_ record: ExceptionRecord, _ call: Call) -> ExceptionRow {
    var hours: String?
    if let opens = record.opens, let closes = record.closes { hours = call.formats.timeRange(opens, closes) }
    return ExceptionRow(
      id: record.id.description, dates: call.formats.dateRange(record.first, record.last), owner: record.owner,
      hours: hours,
      reason: record.reason)
  }
}
