import Core
import Crypto
@testable @_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// Drives the product and the model by the same dice, one act at a time, and holds one against the other after each.
struct WaitlistMachine {
  let clinic: Clinic
  var model: WaitlistModel
  var dice: Dice
  private let patients: [PatientID]
  private let people: [ResourceID]
  private let starts: [Instant]
  /// Of freed times, in the order of the model's.
  var freedIDs: [FreedTimeID] = []
  private var tokens: [HoldID: Token] = [:]
  private(set) var log: [String] = []
  private(set) var accepted = 0

  /// - Parameter seed: the same seed does the same.
  init(seed: UInt64) throws {
    dice = Dice(seed: seed)
    clinic = try Clinic()
    people = [ResourceID(clinic.mira), ResourceID(clinic.jonas)]
    let first = try #require(InstantText.decode("2027-03-10T08:00Z"))
    starts = (0..<2).flatMap { day in (0..<5).map { first.adding(days: day).adding(minutes: 30 * $0) } }
    let grid = (0..<2).flatMap { day in (0..<16).map { first.adding(days: day).adding(minutes: 30 * $0) } }
    // The last visit of a day has to end before five.
    model = WaitlistModel(
      now: try #require(InstantText.decode("2027-03-08T09:00Z")), grid: grid.filter { $0.seconds % 86_400 <= 15 * 3600 }
    )
    patients = (0..<5).map { _ in .make() }
    try clinic.practice.asOperator { [patients] db in
      try db.transaction(AuditEvent("test.machine", "patients_patient", nil)) { tx in
        for patient in patients {
          try TestPractice.add(patient, in: tx)
          let email = try tx.seal("p@example.org", SealedColumn("patients_patient", "sealed_email"), row: patient.id)
          try tx.execute(
            """
            UPDATE patients_patient SET sealed_email = \(email) WHERE practice_id = \(tx.scope) AND id = \(patient)
            """)
        }
      }
    }
  }

  mutating func step() throws {
    passTime()
    switch dice.roll(14) {
    case 0, 1: try book()
    case 2: try keep()
    case 3: try confirm()
    case 4, 5: try cancel()
    case 6: try move()
    case 7, 8: try wish()
    case 9: try accept()
    case 10: try decline()
    case 11: try (dice.isLucky(2) ? withdraw() : remove())
    case 12: try sweep()
    default: try work()
    }
    try work()
    try compare()
  }

  /// To the second: a little, a lot, or the edge of something that ends.
  private mutating func passTime() {
    let ends =
      model.offers.values.filter { $0.state == "offered" }.map(\.end) + model.kept.values.map(\.end)
      + model.freed.compactMap(\.due)
    let edges = ends.filter { $0.adding(seconds: -1) >= model.now }.sorted()
    switch dice.roll(8) {
    case 0, 1, 2: break
    case 3: model.now = model.now.adding(seconds: Int64(dice.roll(200)))
    case 4: model.now = model.now.adding(minutes: dice.roll(180))
    default:
      guard !edges.isEmpty else { return }
      model.now = edges[dice.roll(min(3, edges.count))].adding(seconds: Int64(dice.roll(3) - 1))
    }
  }

  private mutating func pick<Value>(_ values: [Value]) -> Value? {
    values.isEmpty ? nil : values[dice.roll(values.count)]
  }

  /// Whether the product did it; a refusal is an answer, anything else ends the test.
  private func did<Value>(_ body: () throws -> Value) throws -> Value? {
    do { return try body() } catch is SlotRefusal { return nil } catch is OfferRefusal { return nil }
  }
  private func ran(_ body: () throws -> Void) throws -> Bool { try did(body) != nil }
  private mutating func expect(_ done: Bool, _ should: Bool, _ what: String) throws {
    log.append("\(InstantText.seconds(model.now)) \(what): \(done ? "done" : "refused")")
    try #require(done == should, "\(log.suffix(25).joined(separator: "\n")): the model says \(should)")
  }

  // MARK: Acts

  private mutating func book() throws {
    guard let hold = try keep() else { return }
    try confirm(hold)
  }
  @discardableResult
  private mutating func keep() throws -> HoldID? {
    let (start, person, token) = (starts[dice.roll(starts.count)], people[dice.roll(2)], Token.make())
    let made = try did {
      try clinic.practice.asVisitor { [model, clinic] db in
        try Holds.place(
          ServiceID(clinic.talk), with: person, in: .any, at: start, token: token, visitor: SecureRandom.bytes(16),
          limitPerHour: 1000, now: model.now, in: db)
      }
    }
    try expect(made != nil, model.mayKeep(start, person), "keep \(InstantText.encode(start))")
    guard let made else { return nil }
    model.kept[made] = WaitlistModel.Kept(start: start, person: person, made: model.now)
    tokens[made] = token
    return made
  }
  private mutating func confirm(_ chosen: HoldID? = nil) throws {
    guard let id = chosen ?? pick(model.kept.keys.sorted()), let token = tokens[id] else { return }
    let patient = patients[dice.roll(patients.count)]
    let found = try clinic.practice.asVisitor { db in try Holds.find(token, in: db.reader) }
    guard let found else { return try expect(false, model.mayConfirm(id), "confirm what is gone") }
    let details = BookingDetails(
      patient: NewPatient(name: PersonName(given: "A", family: "B"), email: "a@b.example", phone: "", language: .en),
      note: "")
    let made = try did {
      try clinic.practice.asVisitor { [model] db in
        try Bookings.confirm(
          found, token: token, details: details, visitor: SecureRandom.bytes(16),
          registering: PatientRegistration { _, _, _ in patient }, now: model.now, in: db)
      }
    }
    try expect(made != nil, model.mayConfirm(id), "confirm \(InstantText.encode(found.span.start))")
    if let made { model.confirm(id, made, for: patient) }
  }
  private mutating func cancel() throws {
    guard let id = pick(model.visits.filter(\.value.isBooked).keys.sorted()) else { return }
    let done = try ran {
      try clinic.practice.asVisitor { [model] db in
        let sequence = try Appointments.find(id, in: db.reader)?.sequence ?? -1
        try Bookings.cancel(id, sequence: sequence, now: model.now, in: db)
      }
    }
    try expect(done, model.mayCancel(id), "cancel")
    if done { model.cancel(id) }
  }
  private mutating func move() throws {
    guard let id = pick(model.visits.keys.sorted()) else { return }
    let start = starts[dice.roll(starts.count)]
    let done = try ran {
      try clinic.practice.asVisitor { [model] db in
        let sequence = try Appointments.find(id, in: db.reader)?.sequence ?? -1
        try Bookings.reschedule(id, sequence: sequence, to: start, in: .any, now: model.now, in: db)
      }
    }
    try expect(done, model.mayMove(id, to: start), "move to \(InstantText.encode(start))")
    if done { model.move(id, to: start) }
  }
  private mutating func wish() throws {
    // A patient of two wishes is asked for one of them.
    guard model.wishes.values.count(where: \.isOpen) < 7 else { return }
    let (id, patient) = (WaitlistEntryID.make(), patients[dice.roll(patients.count)])
    let person = dice.isLucky(3) ? people[dice.roll(2)] : nil
    model.now = model.now.adding(seconds: 1)
    let wish = TimeWish(
      service: ServiceID(clinic.talk), practitioner: person, weekdays: Set(1...7), parts: Set(DayPart.Name.allCases),
      first: nil, last: nil, noticeHours: 0)
    try clinic.practice.asOperator { [model] db in
      try db.transaction(AuditEvent("waitlist.add", "scheduling_waitlist_entry", id.id)) { tx in
        try WaitlistEntries.insert(id, wish, for: patient, source: .staff, visitor: nil, now: model.now, in: tx)
      }
    }
    model.wishes[id] = WaitlistModel.Wish(patient: patient, person: person, place: model.wishes.count)
    log.append("\(InstantText.seconds(model.now)) wish")
  }
  private mutating func offer() throws -> Offer? {
    guard let id = pick(model.offers.filter { $0.value.state == "offered" || $0.value.end > model.now }.keys.sorted())
    else { return nil }
    return try clinic.practice.asOperator { db in try Offers.find(id, in: db.reader) }
  }
  private mutating func accept() throws {
    guard let offer = try offer() else { return }
    let made = try did {
      try clinic.practice.asVisitor { [model] db in
        try OfferAnswers.accept(offer, visitor: SecureRandom.bytes(16), now: model.now, in: db)
      }
    }
    try expect(made != nil, model.isOpen(offer.id), "accept")
    guard let made else { return }
    accepted += 1
    model.accept(offer.id, made)
  }
  private mutating func decline() throws {
    guard let offer = try offer() else { return }
    let leaves = dice.isLucky(4)
    let done = try ran {
      try clinic.practice.asVisitor { [model] db in
        try OfferAnswers.decline(offer, leaves: leaves, now: model.now, in: db)
      }
    }
    try expect(done, model.isOpen(offer.id), "decline")
    if done { model.decline(offer.id, leaves: leaves) }
  }
  private mutating func withdraw() throws {
    guard let offer = try offer() else { return }
    let done = try ran {
      try clinic.practice.asOperator { [model] db in try OfferAnswers.withdraw(offer, now: model.now, in: db) }
    }
    try expect(done, model.isOpen(offer.id), "withdraw")
    if done { model.withdraw(offer.id) }
  }
  private mutating func remove() throws {
    guard let id = pick(model.wishes.keys.sorted()) else { return }
    let done = try ran {
      try clinic.practice.asOperator { [model] db in
        let entry = try #require(try WaitlistEntries.find(id, in: db.reader))
        try OfferAnswers.remove(entry, now: model.now, in: db)
      }
    }
    try expect(done, model.wishes[id]?.isOpen ?? false, "remove")
    if done { model.remove(id) }
  }
  private mutating func sweep() throws {
    try clinic.practice.enter(.job) { [model] db in _ = try HoldSweeper.sweep(now: model.now, in: db) }
    model.sweep()
    log.append("\(InstantText.seconds(model.now)) sweep")
  }

  /// One of the jobs that are due, also one that was done before: a worker may die before it writes that down.
  private mutating func work() throws {
    try learnFreed()
    let due = model.freed.indices.filter { model.freed[$0].due.map { $0 <= model.now } ?? false }
    guard let index = dice.isLucky(3) ? pick(Array(due)) : due.last else { return }
    let before = Set(model.offers.keys)
    let expected = model.next(for: model.freed[index])
    try clinic.practice.enter(.job) { [model, freedIDs] db in
      let job = ClaimedJob(
        practice: db.scope.practice, id: .make(), kind: "waitlist.freed", payload: "\(freedIDs[index])", attempt: 1)
      _ = try Cascade.run(job, model.now, db)
    }
    let made = try offers().filter { !before.contains($0.key) }
    log.append("\(InstantText.seconds(model.now)) work: \(made.count) offered")
    let told = "\(log.suffix(25).joined(separator: "\n"))"
    try #require(
      made.count == (expected == nil ? 0 : 1), "\(told): \(made.count) offers, expected \(expected == nil ? 0 : 1)")
    guard let (id, offer) = made.first, let expected else { return }
    try #require(offer.wish == expected.wish && offer.start == expected.start && offer.end == expected.end, "\(told)")
    model.offers[id] = offer
    model.wishes[offer.wish]?.state = "offered"
  }
}
