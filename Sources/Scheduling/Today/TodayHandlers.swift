import Core
import Database
import Routing
import Templates

enum TodayHandlers {
  /// `GET /today`
  static func show(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let zone = try Zone(name: db.practice.zoneName)
    let scope = try TodayScope.read(call, in: db)
    let visits = try TodayVisits.today(scope, zone: zone, in: db)
    let figures = try TodayFigures.read(scope, in: db)
    let drawing = try drawing(call, zone, scope, in: db)
    let date = zone.local(call.now).date
    let text = call.text
    return .page(
      TodayPage(
        title: text.text("today.title"),
        when: call.formats.date(date, .long) + ", " + call.formats.zoneLabel(zone, at: call.now),
        date: date.description,
        figures: [visitsFigure(visits, call)]
          + [TodayList.missed, .bookedOnline].map { figure($0, figures, scope, call) }
          + (try waitlistFigure(call, in: db).map { [$0] } ?? []),
        visits: visits.map { drawing.row($0, saysDate: false) },
        other: scope.own.map { _ in
          scope.isWholePractice
            ? (href: "/today", label: text.text("today.own"))
            : (href: "/today?who=all", label: text.text("today.everybody"))
        }, tasks: try TodayTasks.read(figures, scope, call, in: db),
        newHref: CalendarHandlers.canChange(db.scope) ? "/appointments/new?start=\(date)" : nil))
  }

  /// `GET /today/without-outcome` and the others
  static func list(_ list: TodayList) -> Route.Read {
    { call, db in
      let zone = try Zone(name: db.practice.zoneName)
      let scope = try TodayScope.read(call, in: db)
      let rows = try TodayVisits.rows(list, scope, in: db)
      let drawing = try drawing(call, zone, scope, in: db)
      return .page(
        TodayListPage(
          title: call.text.text(list.words.title), intro: call.text.text(list.words.intro), list: list,
          date: zone.local(call.now).date.description, backHref: "/today" + scope.query,
          total: rows.count < TodayVisits.most
            ? rows.count : try TodayFigures.read(scope, in: db)[list],
          rows: rows.map { drawing.row($0, saysDate: true) }, empty: call.text.text(list.words.empty)))
    }
  }

  private static func drawing(
    _ call: Call, _ zone: Zone, _ scope: TodayScope, in db: borrowing TenantReader
  ) throws -> TodayDrawing {
    let names =
      scope.isWholePractice
      ? Dictionary(uniqueKeysWithValues: try Resources.all(in: db).map { ($0.id, $0.name) }) : nil
    return TodayDrawing(call: call, zone: zone, practitioners: names, places: try .read(in: db))
  }

  private static func visitsFigure(_ visits: [CalendarAppointment], _ call: Call) -> TodayFigure {
    let ahead = visits.count { $0.span.start > call.now }
    return TodayFigure(
      href: "#visits", label: call.text.text("today.visits"), value: call.formats.number(visits.count),
      detail: call.text.text("today.ahead", count: ahead), go: call.text.text("today.show"))
  }

  /// Nil when nobody waits.
  private static func waitlistFigure(_ call: Call, in db: borrowing TenantReader) throws -> TodayFigure? {
    let counts = try WaitlistRows.counts(now: call.now, in: db)
    guard counts.wishes > 0 else { return nil }
    return TodayFigure(
      href: WaitlistHandlers.path, label: call.text.text("waitlist.title"), value: call.formats.number(counts.wishes),
      detail: call.text.text("waitlist.today.offers", count: counts.offers), go: call.text.text("today.show"))
  }

  private static func figure(
    _ list: TodayList, _ figures: TodayFigures, _ scope: TodayScope, _ call: Call
  ) -> TodayFigure {
    TodayFigure(
      href: list.path + scope.query, label: call.text.text(list.words.title),
      value: call.formats.number(figures[list]),
      detail: list == .missed
        ? call.text.text("today.missed.detail", count: figures.due) : call.text.text(list.words.intro),
      go: call.text.text("today.show"))
  }
}
