import Core
import Crypto
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// The front desk: visits one by one, and requests.
extension DiaryMachine {
  func asStaff<Result>(_ body: (borrowing TenantConnection) throws -> Result) throws -> Result {
    try clinic.practice.asStaff(clinic.practice.bob, .frontDesk, body)
  }
  private var nobody: PatientRegistration { PatientRegistration { _, _, _ in throw TestFailure("nobody is new") } }
  /// How the message of a change that staff keep from the patient is marked.
  static func how(_ tells: Bool) -> String { tells ? "" : " untold" }

  /// Any five minutes of the day, from before opening to after closing, and any length.
  private mutating func place(_ service: Int) -> (person: Int, room: Int?, start: Instant, minutes: Int) {
    let rules = DiaryFacts.services[service]
    let day = DiaryClock.day(model.now) + dice.roll(5)
    let room = rules.rooms.isEmpty || !dice.isLucky(3) ? nil : rules.rooms[dice.roll(rules.rooms.count)]
    let minutes = dice.isLucky(2) ? rules.minutes : 15 + 5 * dice.roll(15)
    let minute = dice.isLucky(8) ? 480 + 5 * dice.roll(130) : DiaryFacts.opens + 15 * dice.roll(16)
    return (rules.people[dice.roll(rules.people.count)], room, DiaryClock.instant(day, minute), minutes)
  }
  private func wish(_ place: (person: Int, room: Int?, start: Instant, minutes: Int)) -> PlaceWish {
    PlaceWish(
      practitioner: people[place.person], room: place.room.map { .chosen(people[$0]) } ?? .automatic,
      device: .automatic, start: place.start, minutes: place.minutes)
  }
  private func text(_ place: (person: Int, room: Int?, start: Instant, minutes: Int), _ reason: String?) -> String {
    "\(DiaryComparison.text(place.start)) \(place.minutes) min with \(DiaryFacts.resources[place.person])"
      + (place.room.map { " in " + DiaryFacts.resources[$0] } ?? "") + (reason == nil ? "" : " anyway")
  }

  mutating func bookAsStaff(_ service: Int? = nil, with person: Int? = nil, at start: Instant? = nil) throws {
    let service = service ?? dice.roll(DiaryFacts.services.count)
    var place = place(service)
    (place.person, place.start) = (person ?? place.person, start ?? place.start)
    let (patient, reason) = (dice.roll(DiaryFacts.patients), dice.isLucky(2) ? "It has to be" : nil)
    let order = StaffBookings.Order(
      who: .known(patients[patient]), service: services[service], wish: wish(place), note: "",
      formKey: SecureRandom.bytes(16), language: .en, overrideReason: reason)
    let (now, nobody) = (model.now, nobody)
    let made = try did {
      try asStaff { db in try StaffBookings.book(order, registering: nobody, now: now, in: db) }
    }
    let need = DiaryModel.Need(service, place.start, minutes: place.minutes)
    let review = model.review(need, with: place.person, room: place.room)
    try expect(
      made != nil, review.isGranted(because: reason),
      "bookAsStaff \(DiaryFacts.services[service].name) for p\(patient) \(text(place, reason))")
    guard let made else { return }
    visitIDs.append(made)
    model.book(need, review, for: patient)
  }

  /// To another place and time, or stretched where it is.
  mutating func moveAsStaff() throws {
    guard let id = pick(Array(model.visits.indices)) else { return }
    let (visit, now, before) = (model.visits[id], model.now, try found(id))
    var place = place(visit.service)
    if dice.isLucky(3) { (place.person, place.room, place.start) = (visit.place.person, visit.place.room, visit.start) }
    let (reason, tells) = (dice.isLucky(2) ? "It has to be" : nil, !dice.isLucky(4))
    let wish = wish(place)
    let done: Void? = try did {
      try asStaff { db in
        try StaffBookings.move(
          before, version: before.version, to: wish, overrideReason: reason, tells: tells, now: now, in: db)
      }
    }
    let need = model.again(id, at: place.start, minutes: place.minutes)
    let review = model.review(need, with: place.person, room: place.room)
    try expect(
      done != nil, model.movable.contains(id) && review.isGranted(because: reason),
      "moveAsStaff v\(id) \(text(place, reason))")
    guard done != nil else { return }
    model.move(
      id, review.place, need, lane: review.lane ?? 0, isExplained: !review.isPlain, how: Self.how(tells))
  }

  mutating func actAsStaff() throws {
    guard let id = pick(Array(model.visits.indices)) else { return }
    // Mostly what could be.
    let likely: [StatusAct] =
      switch model.visits[id].status {
      case "booked": [.checkIn, .noShow, .completion, .cancellation]
      case "arrived": [.undoArrival, .completion, .cancellation]
      case "noshow": [.undoNoShow]
      case "cancelled": [.undoCancellation]
      case "fulfilled": [.undoCompletion]
      default: StatusAct.allCases
      }
    let acts = dice.isLucky(5) ? StatusAct.allCases : likely
    try actAsStaff(acts[dice.roll(acts.count)].rawValue, on: id)
  }
  mutating func actAsStaff(_ act: String, on id: Int) throws {
    let (now, before) = (model.now, try found(id))
    let (waives, tells) = (dice.isLucky(3), !dice.isLucky(4))
    let staffAct = try #require(StatusAct(rawValue: act))
    let cancellation = StaffChanges.Cancellation(reason: "asked for it", waivesFee: waives, tells: tells)
    let done: Void? = try did {
      try asStaff { db in
        try StaffChanges.carryOut(
          staffAct, on: before, version: before.version, cancellation: cancellation, now: now, in: db)
      }
    }
    let status = model.result(of: act, on: id)
    try expect(done != nil, status != nil, "\(act) v\(id)")
    if done != nil, let status { model.act(act, on: id, to: status, waives: waives, how: Self.how(tells)) }
  }

  mutating func answerRequest(_ chosen: Int? = nil) throws {
    let pending = model.visits.indices.filter { model.visits[$0].status == "pending" }
    guard let id = chosen ?? pick(pending) ?? pick(Array(model.visits.indices)) else { return }
    let (now, before, approves) = (model.now, try found(id), !dice.isLucky(3))
    let done: Void? = try did {
      try asStaff { db in
        if approves {
          try Requests.approve(before, version: before.version, reason: "", now: now, in: db)
        } else {
          try Requests.decline(before, version: before.version, reason: "full", answer: "", now: now, in: db)
        }
      }
    }
    try expect(done != nil, model.isOpenRequest(model.visits[id]), "\(approves ? "approve" : "decline") v\(id)")
    guard done != nil else { return }
    if approves { model.approve(id) } else { model.cancel(id, by: "practice") }
  }

  /// Who looks at a form that another change has overtaken changes nothing.
  mutating func actOnOldForm() throws {
    guard let id = pick(Array(model.visits.indices)) else { return }
    let (now, before, sequence) = (model.now, try found(id), model.visits[id].sequence)
    let wish = PlaceWish(before)
    let byLink = dice.isLucky(2)
    let done: Void? = try did {
      if byLink {
        try clinic.practice.asVisitor { [visitIDs] db in
          try Bookings.cancel(visitIDs[id], sequence: sequence - 1, now: now, in: db)
        }
      } else {
        try asStaff { db in
          try StaffBookings.move(
            before, version: before.version - 1, to: wish, overrideReason: "late", tells: true, now: now, in: db)
        }
      }
    }
    try expect(done != nil, false, "actOnOldForm v\(id)")
  }

  func found(_ id: Int) throws -> Appointment {
    try clinic.practice.asOperator { [visitIDs] db in try #require(try Appointments.find(visitIDs[id], in: db.reader)) }
  }
}
