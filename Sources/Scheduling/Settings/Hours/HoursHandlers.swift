import Core
import Database
import Routing
import Templates
import Web

/// The usual weeks of practitioners.
enum HoursHandlers {
  static let path = "/settings/hours"
  private static let kinds: [Resource.Kind] = [.practitioner]

  @Sendable static func list(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let weeks = try WeekHours.minutesByResource(in: db)
    let rows = try ResourceRecords.all(of: kinds, in: db).map { record in
      SettingsRow(
        href: "\(path)/\(record.id)", icon: "clock", name: record.name,
        detail: weeks[record.id].map {
          call.text.text("scheduleSettings.hoursAWeek", ["duration": call.formats.duration(minutes: $0)])
        } ?? call.text.text("scheduleSettings.noHoursYet"), isActive: record.isActive)
    }
    return .page(
      HoursListPage(title: call.text.text("scheduleSettings.hours"), rows: rows, isSaved: call.query["saved"] != nil))
  }

  @Sendable static func edit(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let record = try find(call, db)
    let stored = try WeekHours.find(of: record.id, in: db)
    return .page(page(call, db, record, HoursForm(stored), stored))
  }

  @Sendable static func update(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let record = try find(call, db.reader)
    let stored = try WeekHours.find(of: record.id, in: db.reader)
    var typed = HoursForm(call.form)
    if call.form["act"] == "copy" {
      let source = call.form["copyFrom"].flatMap { Decimal.parse($0) } ?? 0
      typed.copy(
        from: source, to: Set(call.form.all("copyTo[]").compactMap { Decimal.parse($0) }).subtracting([source]))
      return .page(page(call, db.reader, record, typed, stored, seen: call.form["version"], isCopied: true))
    }
    let (hours, errors) = typed.parse()
    guard let hours else { return .page(page(call, db.reader, record, typed, stored, errors: errors), status: 422) }
    let changed = hours.names(differingFrom: stored)
    guard !changed.isEmpty else { return .redirect(path + "?saved=1") }
    do {
      try db.transaction(AuditEvent("hours.change", "scheduling_hours", record.id.id, fields: changed)) { tx in
        try Resources.lock([record.id], in: tx)
        guard try WeekHours.find(of: record.id, in: tx.reader).fingerprint == call.form["version"] else {
          throw SettingsChangedMeanwhile()
        }
        try OpenedTimes.byChangingHours(of: record.id, now: call.now, in: tx) { tx in
          try hours.write(of: record.id, in: tx)
        }
      }
    } catch is SettingsChangedMeanwhile {
      let newest = try WeekHours.find(of: record.id, in: db.reader)
      return .page(page(call, db.reader, record, typed, newest, isConflict: true), status: 409)
    }
    return .redirect(path + "?saved=1")
  }

  private static func find(_ call: Call, _ db: borrowing TenantReader) throws -> ResourceRecord {
    guard let found = try ResourceRecords.find(try call.id("resource"), of: kinds, in: db) else {
      throw Refusal.notFound
    }
    return found
  }

  /// - Parameter seen: the version of a form that goes on being edited.
  private static func page(
    _ call: Call, _ db: borrowing TenantReader, _ record: ResourceRecord, _ form: HoursForm, _ stored: WeekHours,
    seen: String? = nil, errors: FormErrors = FormErrors(), isConflict: Bool = false, isCopied: Bool = false
  ) -> HoursEditPage {
    let order = (0..<7).map { (db.practice.weekStartsOn - 1 + $0) % 7 + 1 }
    let theirs = HoursForm(stored)
    let days = order.map { weekday in
      let pairs = form.pairs(on: weekday)
      let differs = isConflict && !zip(pairs, theirs.pairs(on: weekday)).allSatisfy { $0 == $1 }
      return HoursDay(
        weekday: weekday, label: call.formats.weekday(weekday, .long),
        spans: pairs.enumerated().map { index, pair in
          HoursSpan(id: "\(weekday)-\(index + 1)", number: index + 1, opens: pair.opens, closes: pair.closes)
        }, error: errors.message(for: "day-\(weekday)", in: call.text),
        stored: differs ? words(stored.days[weekday] ?? [], call) : nil)
    }
    return HoursEditPage(
      title: call.text.text("scheduleSettings.hoursOf", ["name": record.name]), name: record.name,
      zone: db.practice.zoneName,
      action: "\(path)/\(record.id)", version: seen ?? stored.fingerprint, days: days,
      sources: order.map { FormOption(value: String($0), label: call.formats.weekday($0, .long), isChosen: $0 == 1) },
      canChange: SettingsRight.canChange(db), isConflict: isConflict, isCopied: isCopied,
      isNew: call.query["new"] != nil,
      isSaved: call.query["saved"] != nil)
  }

  private static func words(_ spans: [WeekHours.Span], _ call: Call) -> String {
    let texts = spans.compactMap { span -> String? in
      guard let opens = LocalTime(minutes: span.opens), let closes = LocalTime(minutes: span.closes) else { return nil }
      return call.formats.timeRange(opens, closes)
    }
    return texts.isEmpty ? call.text.text("scheduleSettings.closed") : texts.joined(separator: ", ")
  }
}
