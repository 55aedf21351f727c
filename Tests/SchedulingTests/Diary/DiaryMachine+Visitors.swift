import Core
import Crypto
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// The public, and patients by the link in their mail.
extension DiaryMachine {
  /// Few starts, so that many meet.
  mutating func start(of service: Int) -> Instant {
    let day = DiaryClock.day(model.now) + [0, 0, 1, 1, 1, 2, 2, 3, 4, 6][dice.roll(10)]
    let step = DiaryFacts.services[service].step
    let offset = dice.isLucky(8) ? 5 : 0
    return DiaryClock.instant(day, DiaryFacts.opens + offset + step * dice.roll(240 / step))
  }

  /// One of them comes more often than the others, and up to the limits.
  mutating func somebody() -> Int { dice.isLucky(3) ? 0 : dice.roll(DiaryFacts.patients) }

  mutating func bookAsVisitor(_ service: Int? = nil, for patient: Int? = nil) throws {
    let (visitor, patient) = (dice.roll(DiaryFacts.visitors), patient ?? somebody())
    guard let hold = try keep(service, by: visitor) else { return }
    try confirm(hold, for: patient)
  }

  /// - Returns: the number of the hold; nil when it was refused.
  mutating func keep(
    _ service: Int? = nil, with person: Int? = nil, at start: Instant? = nil, by visitor: Int? = nil
  ) throws -> Int? {
    let service = service ?? dice.roll(DiaryFacts.services.count)
    let people = DiaryFacts.services[service].people
    let person = person ?? (dice.isLucky(3) ? nil : people[dice.roll(people.count)])
    let (start, visitor) = (start ?? self.start(of: service), visitor ?? dice.roll(DiaryFacts.visitors))
    let (now, token) = (model.now, Token.make())
    let made = try did {
      try clinic.practice.asVisitor { [services, people = self.people, addresses] db in
        try Holds.place(
          services[service], with: person.map { people[$0] }, in: .any, at: start, token: token,
          visitor: addresses[visitor],
          limitPerHour: DiaryFacts.placesPerHour, now: now, in: db)
      }
    }
    let place = model.mayKeep(service, with: person, at: start, by: visitor)
    try expect(
      made != nil, place != nil,
      "keep \(DiaryFacts.services[service].name) \(DiaryComparison.text(start)) with "
        + "\(person.map { DiaryFacts.resources[$0] } ?? "anyone") by visitor \(visitor)")
    guard let made, let place else { return nil }
    holdIDs.append((made, token))
    return model.keep(service, place, at: start, by: visitor)
  }

  mutating func confirm(_ chosen: Int? = nil, for patient: Int? = nil) throws {
    guard let number = chosen ?? pick(model.holds.keys.sorted()), let visitor = model.holds[number]?.visitor else {
      return
    }
    let (patient, now, token) = (patient ?? somebody(), model.now, holdIDs[number].token)
    let who = patients[patient]
    let details = BookingDetails(
      patient: NewPatient(name: PersonName(given: "A", family: "B"), email: "a@b.example", phone: "", language: .en),
      note: "")
    let made = try did {
      try clinic.practice.asVisitor { [addresses] db in
        guard let found = try Holds.find(token, in: db.reader) else { throw SlotRefusal.outdated }
        return try Bookings.confirm(
          found, token: token, details: details, visitor: addresses[visitor],
          registering: PatientRegistration { _, _, _ in who }, now: now, in: db)
      }
    }
    try expect(made != nil, model.mayConfirm(number, for: patient), "confirm h\(number) for p\(patient)")
    guard let made else { return }
    visitIDs.append(made)
    model.confirm(number, for: patient, by: visitor)
  }

  mutating func cancelByLink(_ chosen: Int? = nil) throws {
    guard let id = chosen ?? pick(Array(model.visits.indices)) else { return }
    let (now, visit, sequence) = (model.now, visitIDs[id], model.visits[id].sequence)
    let done: Void? = try did {
      try clinic.practice.asVisitor { db in try Bookings.cancel(visit, sequence: sequence, now: now, in: db) }
    }
    try expect(done != nil, model.mayCancel(id), "cancelByLink v\(id)")
    if done != nil { model.cancel(id, by: "patient") }
  }

  mutating func moveByLink(_ chosen: Int? = nil) throws {
    guard let id = chosen ?? pick(Array(model.visits.indices)) else { return }
    let (now, visit, sequence) = (model.now, visitIDs[id], model.visits[id].sequence)
    let start = start(of: model.visits[id].service)
    let done: Void? = try did {
      try clinic.practice.asVisitor { db in
        try Bookings.reschedule(visit, sequence: sequence, to: start, in: .any, now: now, in: db)
      }
    }
    let place = model.mayMove(id, to: start)
    try expect(done != nil, place != nil, "moveByLink v\(id) to \(DiaryComparison.text(start))")
    if done != nil, let place { model.move(id, place, model.again(id, at: start)) }
  }

  mutating func sweep() throws {
    let now = model.now
    try clinic.practice.enter(.job) { db in _ = try HoldSweeper.sweep(now: now, in: db) }
    model.sweep()
    note("sweep")
  }
}
