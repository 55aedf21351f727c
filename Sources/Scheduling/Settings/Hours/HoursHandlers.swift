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
    return .page(try page(call, db, record, HoursForm(stored), stored))
  }

  @Sendable static func update(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let record = try find(call, db.reader)
    let stored = try WeekHours.find(of: record.id, in: db.reader)
    var typed = HoursForm(call.form)
    if call.form["act"] == "copy" {
      let source = call.form["copyFrom"].flatMap { Decimal.parse($0) } ?? 0
      typed.copy(
        from: source, to: Set(call.form.all("copyTo[]").compactMap { Decimal.parse($0) }).subtracting([source]))
      return .page(try page(call, db.reader, record, typed, stored, seen: call.form["version"], isCopied: true))
    }
    let own = try Zone(name: db.reader.practice.zoneName)
    let (hours, errors) = typed.parse(
      places: try Places.choices(also: stored.locations, in: db.reader),
      usual: try Places.zone(of: record.location, or: own, in: db.reader), today: own.local(call.now).date)
    guard let hours else { return .page(try page(call, db.reader, record, typed, stored, errors: errors), status: 422) }
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
      return .page(try page(call, db.reader, record, typed, newest, isConflict: true), status: 409)
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
  ) throws -> HoursEditPage {
    let places = try Places.choices(also: stored.locations, in: db)
    let order = (0..<7).map { (db.practice.weekStartsOn - 1 + $0) % 7 + 1 }
    let theirs = HoursForm(stored)
    let days = order.map { weekday in
      let pairs = form.pairs(on: weekday)
      let differs = isConflict && !zip(pairs, theirs.pairs(on: weekday)).allSatisfy { $0 == $1 }
      return HoursDay(
        weekday: weekday, label: call.formats.weekday(weekday, .long),
        spans: pairs.enumerated().map { index, pair in
          HoursSpan(
            id: "\(weekday)-\(index + 1)", number: index + 1, opens: pair.opens, closes: pair.closes,
            places: options(places, pair.place, record, call, db))
        }, error: errors.message(for: "day-\(weekday)", in: call.text),
        stored: differs ? words(stored.days[weekday] ?? [], places, call) : nil)
    }
    return HoursEditPage(
      title: call.text.text("scheduleSettings.hoursOf", ["name": record.name]), name: record.name,
      zone: places.first { $0.location == record.location }?.zone.name ?? db.practice.zoneName,
      hasPlaces: !places.isEmpty, action: "\(path)/\(record.id)", version: seen ?? stored.fingerprint, days: days,
      sources: order.map { FormOption(value: String($0), label: call.formats.weekday($0, .long), isChosen: $0 == 1) },
      canChange: SettingsRight.canChange(db), isConflict: isConflict, isCopied: isCopied,
      isNew: call.query["new"] != nil,
      isSaved: call.query["saved"] != nil)
  }

  /// Where hours can be; none for a practice without places.
  private static func options(
    _ places: [Site], _ chosen: String, _ record: ResourceRecord, _ call: Call, _ db: borrowing TenantReader
  ) -> [FormOption] {
    guard !places.isEmpty else { return [] }
    let usual = places.first { $0.location == record.location }?.name ?? db.practice.name
    return [
      FormOption(
        value: "", label: call.text.text("scheduleSettings.usualPlace", ["place": usual]), isChosen: chosen.isEmpty)
    ]
      + places.map { site in
        let zone = site.zone.name == db.practice.zoneName ? "" : " (\(site.zone.name))"
        return FormOption(
          value: site.location.description, label: site.name + zone, isChosen: site.location.description == chosen)
      }
  }

  private static func words(_ spans: [WeekHours.Span], _ places: [Site], _ call: Call) -> String {
    let texts = spans.compactMap { span -> String? in
      guard let opens = LocalTime(minutes: span.opens), let closes = LocalTime(minutes: span.closes) else { return nil }
      let place = places.first { $0.location == span.location }.map { " " + $0.name } ?? ""
      return call.formats.timeRange(opens, closes) + place
    }
    return texts.isEmpty ? call.text.text("scheduleSettings.closed") : texts.joined(separator: ", ")
  }
}
