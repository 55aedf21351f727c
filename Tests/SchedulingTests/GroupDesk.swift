import Core
import Crypto
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// A front desk and visitors of one clinic, whose "Talk" is for groups. Both believe it is the same moment: ten in the
/// morning of 9 March 2027 in Berlin.
struct GroupDesk {
  let desk: CalendarDesk
  let walk: BookingWalk
  var clinic: Clinic { desk.clinic }
  /// The session of ``plan(_:)`` unless told otherwise, as the public pages carry its start.
  static let start = "2027-03-11T12:00Z"

  init(places: Int = 3, _ more: SQL = "is_active = TRUE") throws {
    desk = try CalendarDesk()
    walk = BookingWalk(clinic: desk.clinic)
    walk.browser.now = desk.browser.now
    try set("places = \(places), \(more)")
  }

  func set(_ change: SQL) throws {
    try clinic.practice.asOperator { [clinic] db in
      try db.transaction(AuditEvent("test.rules", "scheduling_service", nil)) { tx in
        try tx.execute(
          "UPDATE scheduling_service SET \(change) WHERE practice_id = \(tx.scope) AND id = \(clinic.talk)")
      }
    }
  }

  func form(_ changes: [String: String] = [:]) -> [String: String] {
    [
      "service": "\(clinic.talk)", "practitioner": "\(clinic.mira)", "date": "2027-03-11", "time": "13:00",
      "places": "3", "weeks": "1", "key": Hex.encode(SecureRandom.bytes(16)),
    ].merging(changes) { $1 }
  }

  /// Through the form, as staff do. The address of the session.
  func plan(_ changes: [String: String] = [:]) throws -> String {
    let answer = desk.browser.post("/calendar/groups", form(changes))
    let location = try #require(answer.location, "\(answer.status) \(answer.words)")
    return String(location.prefix { $0 != "?" })
  }

  /// The form that changes a session, with what it has now.
  func change(_ group: String, _ changes: [String: String]) -> TestResponse {
    let page = desk.browser.get(group + "/move")
    var form = [
      "version": page.values(after: "name=\"version\" value=\"").first ?? "", "practitioner": "\(clinic.mira)",
      "date": "2027-03-11", "time": "13:00", "minutes": "50", "places": "3",
    ]
    form["seen"] = page.values(after: "name=\"seen\" value=\"").first
    return desk.browser.post(group + "/time", form.merging(changes) { $1 })
  }

  /// A visitor of their own, who books under a name.
  func visitor() -> BookingWalk {
    let other = BookingWalk(clinic: clinic)
    other.browser.now = desk.browser.now
    return other
  }
  /// The page of the booked visit.
  func book(_ name: String, _ start: String = start) throws -> String {
    let other = visitor()
    let hold = other.hold(clinic.talk, start)
    #expect(hold.status == 303, "\(hold.words)")
    let details = BookingWalk.details.merging(["given": name, "email": "\(name.lowercased())@example.org"]) { $1 }
    let booked = try other.confirm(hold, details)
    return try #require(booked.location, "\(booked.status) \(booked.words)")
  }
  func add(_ group: String, _ name: String) -> TestResponse {
    desk.browser.post(
      group + "/participants",
      [
        "patient": "new", "given": name, "family": "Added", "email": "\(name.lowercased())@example.org",
        "key": Hex.encode(SecureRandom.bytes(16)),
      ])
  }

  /// Numbers of places, in order, with what has them.
  func places() throws -> [String] {
    try desk.read { db in
      try db.rows(
        """
        SELECT number, appointment_id IS NOT NULL, expires_at IS NOT NULL FROM scheduling_place
        WHERE practice_id = \(db.scope) ORDER BY group_id, number
        """
      ) { "\(try $0.int(0)) \(try $0.bool(1) ? "visit" : "hold")\(try $0.bool(2) ? " until" : "")" }
    }
  }
  /// Of the group's participants, in the order in which they came: status, who ended it, sequence.
  func participants() throws -> [String] {
    try desk.read { db in
      try db.rows(
        """
        SELECT status, cancelled_by, sequence FROM scheduling_appointment
        WHERE practice_id = \(db.scope) AND group_id IS NOT NULL ORDER BY created_at, id
        """
      ) { "\(try $0.text(0)) \(try $0.textIfPresent(1) ?? "-") \(try $0.int(2))" }
    }
  }
  func ids() throws -> [String] {
    try desk.read { db in
      try db.rows(
        """
        SELECT id FROM scheduling_appointment WHERE practice_id = \(db.scope) AND group_id IS NOT NULL
        ORDER BY created_at, id
        """
      ) { "\(try $0.id(0))" }
    }
  }
  /// Who holds claims: sessions, appointments, holds.
  func claims() throws -> [String] {
    try desk.read { db in
      try db.rows(
        """
        SELECT group_id IS NOT NULL, appointment_id IS NOT NULL FROM scheduling_claim
        WHERE practice_id = \(db.scope) ORDER BY starts_at, resource_id
        """
      ) { try $0.bool(0) ? "group" : try $0.bool(1) ? "visit" : "hold" }
    }
  }
  func news(_ kind: String) throws -> Int {
    try desk.read { db in
      try db.first("SELECT COUNT(*) FROM jobs_job WHERE practice_id = \(db.scope) AND kind = \(kind)") {
        try $0.int(0)
      } ?? 0
    }
  }
  func later() { desk.browser.now = desk.browser.now.adding(seconds: 1) }
}

extension GroupDesk {
  /// "2027-03-11T12:00Z 50 Mira 3 1 0": start, minutes, who, places, version and sequence of each planned session, in the
  /// order of time.
  func sessions() throws -> [String] {
    try desk.read { [clinic] db in
      try db.rows(
        """
        SELECT starts_at, TIMESTAMPDIFF(MINUTE, starts_at, ends_at), practitioner_id = \(clinic.mira), places, version,
          sequence
        FROM scheduling_group WHERE practice_id = \(db.scope) AND status = 'planned' ORDER BY starts_at, id
        """
      ) { row in
        let who = try row.bool(2) ? "Mira" : "Jonas"
        return
          "\(InstantText.encode(try row.instant(0))) \(try row.int(1)) \(who) \(try row.int(3)) \(try row.int(4)) \(try row.int(5))"
      }
    }
  }
  func sessionPaths() throws -> [String] {
    try desk.read { db in
      try db.rows("SELECT id FROM scheduling_group WHERE practice_id = \(db.scope) ORDER BY starts_at, id") {
        "/calendar/groups/\(try $0.id(0))"
      }
    }
  }
}
