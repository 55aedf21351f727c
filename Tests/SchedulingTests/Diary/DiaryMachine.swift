import Core
import Crypto
@testable @_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// Drives the product and the model by the same dice, one act at a time, and holds one against the other after each.
struct DiaryMachine {
  /// What a run ended with: everything that was done, and where the two differ.
  struct Difference: Error, CustomStringConvertible {
    let log: [String]
    let description: String
  }

  let clinic: Clinic
  let services: [ServiceID]
  let people: [ResourceID]
  let patients: [PatientID]
  let addresses = (0..<DiaryFacts.visitors).map { _ in SecureRandom.bytes(16) }
  var model: DiaryModel
  var dice: Dice
  private let seed: UInt64
  var log: [String] = []
  /// The product's ids, in the order of the model's numbers.
  var visitIDs: [AppointmentID] = []
  var holdIDs: [(id: HoldID, token: Token)] = []
  var seriesIDs: [SeriesID] = []
  var wishIDs: [WaitlistEntryID] = []
  var offerIDs: [OfferID] = []
  var freedIDs: [FreedTimeID] = []
  /// How often each act was done and refused, to see that the dice prove something.
  var tally: [String: (done: Int, refused: Int)] = [:]

  /// - Parameter seed: the same seed does the same.
  init(seed: UInt64) throws {
    (self.seed, dice) = (seed, Dice(seed: seed))
    model = DiaryModel(firstDay: 20_898 + dice.roll(6))
    clinic = try Clinic()
    let (course, cabin) = (EntityID.make(), EntityID.make())
    services = [ServiceID(clinic.talk), ServiceID(clinic.scan), ServiceID(course)]
    people = [clinic.mira, clinic.jonas, clinic.room, cabin, clinic.device].map { ResourceID($0) }
    patients = (0..<DiaryFacts.patients).map { _ in .make() }
    try open(course, cabin)
  }

  /// The same step of the same seed rolls the same, whatever was done before: so a step can be left out.
  mutating func step(_ number: Int) throws {
    dice = Dice(seed: seed &* 1_000_003 &+ UInt64(number))
    if dice.roll(5) < 2, let edge = nextEdge() {
      model.now = edge.at.adding(seconds: Int64(dice.roll(3) - 1))
      try act(at: edge)
    } else {
      passTime()
      try act()
    }
    try work()
    try compare()
  }

  private mutating func passTime() {
    switch dice.roll(8) {
    case 0...4: break
    case 5: model.now = model.now.adding(seconds: Int64(dice.roll(400)))
    case 6: model.now = model.now.adding(minutes: dice.roll(90))
    default: model.now = model.now.adding(minutes: dice.roll(600))
    }
  }

  private mutating func act() throws {
    // What waits for an answer does not wait for long.
    if dice.isLucky(2), model.offers.indices.contains(where: { model.isOpen($0) }) { return try answerOffer() }
    if dice.isLucky(4), model.visits.contains(where: { model.isOpenRequest($0) }) { return try answerRequest() }
    switch dice.roll(24) {
    case 0, 1, 2: try bookAsVisitor()
    case 3: if dice.isLucky(4) { try hoard() } else { _ = try keep() }
    case 4: try confirm()
    case 5: try cancelByLink()
    case 6: try moveByLink()
    case 7, 8: try bookAsStaff()
    case 9, 10: try moveAsStaff()
    case 11, 12: try actAsStaff()
    case 13: try answerRequest()
    case 14, 15: try bookSeries()
    case 16: try moveSeries()
    case 17: try cancelSeries()
    case 18, 19: try wish()
    case 20: try answerOffer()
    case 21: try (dice.isLucky(2) ? offerByHand() : remove())
    case 22: try actOnOldForm()
    default: try sweep()
    }
  }

  // MARK: Tools of the acts

  mutating func pick<Value>(_ values: [Value]) -> Value? { values.isEmpty ? nil : values[dice.roll(values.count)] }

  /// Whether the product did it; a refusal is an answer, anything else ends the test.
  func did<Value>(_ body: () throws -> Value) throws -> Value? {
    do {
      return try body()
    } catch is SlotRefusal {
      return nil
    } catch is StaffRefusal {
      return nil
    } catch is OfferRefusal {
      return nil
    } catch is SeriesBookings.Refusal {
      return nil
    } catch is SeriesMoves.Refusal {
      return nil
    }
  }
  mutating func expect(_ done: Bool, _ should: Bool, _ what: String) throws {
    note("\(what): \(done ? "done" : "refused")")
    let act = String(what.prefix { $0 != " " })
    tally[act, default: (0, 0)].done += done ? 1 : 0
    tally[act, default: (0, 0)].refused += done ? 0 : 1
    if done != should { throw differ("the model says \(should ? "done" : "refused")") }
  }
  mutating func note(_ what: String) { log.append("\(DiaryComparison.text(model.now)) \(what)") }
  func differ(_ what: String) -> Difference { Difference(log: log, description: what) }

  // MARK: The practice

  private func open(_ course: EntityID, _ cabin: EntityID) throws {
    let (clinic, patients, firstDay) = (self.clinic, self.patients, model.firstDay)
    try clinic.practice.asOperator { db in
      try db.transaction(AuditEvent("test.diary", "scheduling_service", nil)) { tx in
        try tx.execute(
          """
          INSERT INTO scheduling_resource (practice_id, id, kind, name) VALUES (\(tx.scope), \(cabin), 'room', 'Cabin')
          """)
        try tx.execute(
          "UPDATE scheduling_resource SET capacity = 2 WHERE practice_id = \(tx.scope) AND id = \(clinic.room)")
        try tx.execute(
          """
          INSERT INTO scheduling_service (practice_id, id, name, minutes, price_minor, late_fee_minor)
          VALUES (\(tx.scope), \(course), 'Course', 45, 4000, 2000)
          """)
        for (id, rules) in zip([clinic.talk, clinic.scan, course], DiaryFacts.services) {
          try DiaryMachine.set(id, rules, in: tx)
        }
        for (service, resource) in [
          (clinic.scan, cabin), (course, clinic.mira), (course, clinic.jonas), (course, clinic.room),
        ] {
          try tx.execute(
            """
            INSERT INTO scheduling_service_resource (practice_id, service_id, resource_id)
            VALUES (\(tx.scope), \(service), \(resource))
            """)
        }
        try DiaryMachine.close(clinic.jonas, firstDay, in: tx)
        for (number, patient) in patients.enumerated() {
          try TestPractice.add(patient, in: tx)
          let email = try tx.seal("p@example.org", SealedColumn("patients_patient", "sealed_email"), row: patient.id)
          try tx.execute(
            """
            UPDATE patients_patient SET sealed_email = \(number == DiaryFacts.silent ? nil : email)
            WHERE practice_id = \(tx.scope) AND id = \(patient)
            """)
        }
      }
    }
  }
  private static func set(
    _ id: EntityID, _ rules: DiaryFacts.Service, in tx: borrowing TenantTransaction
  ) throws {
    try tx.execute(
      """
      UPDATE scheduling_service SET minutes = \(rules.minutes), step_minutes = \(rules.step),
        buffer_before = \(rules.before), buffer_after = \(rules.after), notice_minutes = \(rules.notice),
        horizon_days = \(rules.horizon), cancel_notice_minutes = \(rules.cancelNotice), open_limit = \(rules.limit),
        approval_hours = \(rules.approval)
      WHERE practice_id = \(tx.scope) AND id = \(id)
      """)
  }
  private static func close(_ jonas: EntityID, _ firstDay: Int, in tx: borrowing TenantTransaction) throws {
    let (away, short) = (LocalDate(days: Int32(firstDay + 2)), LocalDate(days: Int32(firstDay + 4)))
    try tx.execute(
      """
      INSERT INTO scheduling_exception (practice_id, id, resource_id, first_date, last_date)
      VALUES (\(tx.scope), \(EntityID.make()), \(jonas), \(away), \(away))
      """)
    try tx.execute(
      """
      INSERT INTO scheduling_exception (practice_id, id, first_date, last_date, opens_minute, closes_minute)
      VALUES (\(tx.scope), \(EntityID.make()), \(short), \(short), 600, 780)
      """)
  }
}
