import Core
import Database
import Routing
import Templates
import Web

/// Closed days and other hours, of one person or room or of the whole practice.
enum ExceptionHandlers {
  static let path = "/settings/exceptions"

  @Sendable static func list(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    .page(try page(call, db, FormValues(["owner": ExceptionOwner.practice.code, "kind": "closed"])))
  }

  @Sendable static func create(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let typed = FormValues(call.form)
    let names = try PlaceNames.read(in: db.reader)
    let owners = try ExceptionOwner.all(names, in: db.reader)
    let (draft, errors) = ExceptionDraft.parse(typed, owners: owners, today: names.today(call.now))
    guard let draft else { return .page(try page(call, db.reader, typed, errors: errors), status: 422) }
    let booked = try BookedAppointments.against(draft, names, now: call.now, in: db.reader)
    guard BookedWarning.isConfirmed(booked, call) else {
      return .page(try page(call, db.reader, typed, warning: BookedWarning(booked, names, call)), status: 422)
    }
    let id = ExceptionID.make()
    let event = AuditEvent(
      "exception.add", "scheduling_exception", id.id, fields: [draft.hours == nil ? "closed" : "hours"])
    try db.transaction(event) { tx in
      try Resources.lock(draft.resource.map { [$0] } ?? Set(owners.compactMap(\.resource)), in: tx)
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
    let names = try PlaceNames.read(in: db)
    let canChange = SettingsRight.canChange(db)
    return ExceptionListPage(
      title: call.text.text("scheduleSettings.exceptions"),
      rows: try ExceptionRecords.ahead(from: names.today(call.now), in: db).map { row($0, names, call) }, action: path,
      controls: canChange ? try controls(names, call, db, values, errors) : [], canChange: canChange,
      isSaved: call.query["saved"] != nil, warning: warning)
  }

  private static func controls(
    _ names: PlaceNames, _ call: Call, _ db: borrowing TenantReader, _ values: FormValues, _ errors: FormErrors
  ) throws -> [FormControl] {
    let people = try ResourceRecords.all(of: Resource.Kind.allCases, in: db)
    let owners = try ExceptionOwner.all(names, in: db).map { owner -> (String, String) in
      switch owner {
      case .practice: (owner.code, call.text.text("scheduleSettings.wholePractice"))
      case .place(let location): (owner.code, placeLabel(location, names, call.text))
      case .resource(let id): (owner.code, people.first { $0.id == id }?.name ?? "")
      }
    }
    var form = FormBuilder(call.text, values, errors: errors)
    form.choice(
      "owner",
      owners, "scheduleSettings.owner", hint: names.areSeveral ? "scheduleSettings.ownerHint" : nil)
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

  /// "All at Studio Lisboa (Europe/Lisbon)": dates and hours there are by its clock.
  private static func placeLabel(_ location: LocationID?, _ names: PlaceNames, _ text: Localizer) -> String {
    let clock = names.clock(location)
    let zone = clock == names.zone ? "" : " (\(clock.name))"
    return text.text("scheduleSettings.allAt", ["place": names.name(location)]) + zone
  }

  private static func row(_ record: ExceptionRecord, _ names: PlaceNames, _ call: Call) -> ExceptionRow {
    var hours: String?
    if let opens = record.opens, let closes = record.closes { hours = call.formats.timeRange(opens, closes) }
    return ExceptionRow(
      id: record.id.description, dates: call.formats.dateRange(record.first, record.last),
      owner: record.owner ?? record.place.exact.map { placeLabel($0, names, call.text) },
      hours: hours, reason: record.reason)
  }
}
