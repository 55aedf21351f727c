import Core
import Database
import Routing
import SQL
import Templates
import Web

/// `/portal`: what is next for me, and what was.
enum PortalHome {
  @Sendable static func show(_ call: Call, _ patient: PatientID, _ db: borrowing TenantReader) throws -> Reply {
    let visits = try PortalVisits.of(patient, in: db)
    let ahead = visits.filter { $0.isAhead(at: call.now) }.reversed()
    let news = try PortalVisits.news(of: patient, in: db)
    let over = visits.filter { !$0.isAhead(at: call.now) }
    return .page(
      PortalHomePage(
        title: try title(patient, call, db), slug: db.practice.slug,
        news: news,
        unopened: news.unopened > 0
          ? call.text.text("conversation.portal.waiting", count: news.unopened) : nil,
        hasOthers: try PortalChoice.reachable(call, db).contains { $0.patient != patient },
        next: try ahead.first.map { try line($0, call, db) },
        later: try ahead.dropFirst().map { try line($0, call, db) },
        past: try over.map { try line($0, call, db) }, isCut: visits.count == PortalVisits.limit))
  }

  /// `GET /portal/answers`: behind the second factor, as its route says. From then on the words of the practice stand
  /// beside the requests that they are about.
  @Sendable static func answers(_ call: Call, _ patient: PatientID, _ db: borrowing TenantReader) -> Reply {
    .redirect("/portal")
  }

  @Sendable static func signOut(
    _ call: Call, _ patient: PatientID, _ db: borrowing TenantConnection
  ) throws -> Reply {
    try Sessions.end(call, .patient, patient: patient, to: "/\(db.practice.slug)/sign-in", in: db)
  }

  private static func line(
    _ visit: PortalVisit, _ call: Call, _ db: borrowing TenantReader
  ) throws -> PortalVisitLine {
    let zone = try Zone(name: visit.zoneName)
    let start = zone.local(visit.start)
    return PortalVisitLine(
      date: call.formats.date(start.date, .long), weekday: call.formats.weekday(start.date.weekday, .short),
      day: start.date.day, month: call.formats.month(start.date.month), machineTime: start.description,
      time: call.formats.timeRange(start.time, zone.local(visit.end).time),
      zone: call.formats.zoneLabel(zone, at: visit.start), service: visit.service, practitioner: visit.practitioner,
      place: visit.place,
      price: call.formats.money(visit.price), state: call.text.text("identity.visit.\(visit.state.rawValue)"),
      stateClass: stateClass(visit.state), icon: icon(visit.state),
      answer: call.session?.hasSecondFactor == true ? visit.answer : nil,
      hasHiddenAnswer: visit.answer != nil && call.session?.hasSecondFactor != true,
      manageHref: visit.isAhead(at: call.now) ? try db.managePath(visit.id, sequence: visit.sequence) : nil)
  }

  private static func stateClass(_ state: PortalVisit.State) -> String {
    switch state {
    case .requested: "st-hold"
    case .booked: "st-booked"
    case .arrived: "st-arrived"
    case .done: "st-done"
    case .cancelled, .declined, .unanswered: "st-cancelled"
    case .missed: "st-noshow"
    }
  }
  private static func icon(_ state: PortalVisit.State) -> String {
    switch state {
    case .requested: "hourglass"
    case .booked: "circle"
    case .arrived: "door"
    case .done: "check"
    case .cancelled, .declined, .unanswered: "x-circle"
    case .missed: "user-x"
    }
  }

  /// Who acts for somebody reads whose visits these are.
  private static func title(_ patient: PatientID, _ call: Call, _ db: borrowing TenantReader) throws -> String {
    guard let name = try PortalPeople.name(of: patient, in: db), !name.given.isEmpty || !name.family.isEmpty else {
      return call.text.text("identity.portal.title")
    }
    if FactorHolder(db.scope.actor) != .patient(patient) {
      return call.text.text("portal.visitsOf", ["name": name.full])
    }
    return name.given.isEmpty
      ? call.text.text("identity.portal.title") : call.text.text("identity.portal.hello", ["name": name.given])
  }
}
