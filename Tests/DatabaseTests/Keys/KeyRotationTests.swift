import Core
import Crypto
@testable @_spi(Bootstrap) import Database
import Foundation
import SQL
import Synchronization
import Testing
import TestSupport

@Suite struct KeyRotationTests {
  private let now = Instant.now

  @Test func everythingIsSealedAnewAndTheOldKeyIsGone() throws {
    let world = try SealedWorld(rows: 2)
    let values = Set(world.values)
    #expect(Set(values.map(\.place)).count == SealedPlaces.all.count)
    #expect(try world.opened() == values)
    let old = try rows(world)
    let index = try world.practice.asOperator { try $0.reader.blindIndex("a@b.example", of: "email") }

    let count = try world.practice.asOperator { try $0.rotateKeys(now: self.now) { _ in } }
    #expect(count == values.count)
    let states = try world.states()
    #expect(states.map(\.state) == [.destroyed, .current])
    #expect(states.map(\.values) == [0, values.count])
    #expect(try world.opened() == values)
    #expect(try world.opened(on: try TestServer.connect()) == values)
    #expect(try Set(rows(world)).isDisjoint(with: old))
    // Look-ups and the trail go on under what follows from the first key.
    #expect(try world.practice.asOperator { try $0.reader.blindIndex("a@b.example", of: "email") } == index)
    let verdict = try world.practice.enter(.operatorCommand, on: try TestServer.connect()) {
      try $0.reader.verifyAuditTrail()
    }
    guard case .intact = verdict else { return #expect(Bool(false), "\(verdict)") }
    // The destroyed key is nowhere in its row.
    var wrapped: [[UInt8]] = []
    try world.practice.asOperator { db in
      wrapped = try db.reader.rows(
        "SELECT wrapped FROM practices_key WHERE practice_id = \(db.scope) AND purpose = 'data' AND id = 1"
      ) { try $0.bytes(0) }
    }
    #expect(wrapped == [[]])
    // Once more, and again.
    for round in 3...4 {
      try world.practice.asOperator { _ = try $0.rotateKeys(now: self.now) { _ in } }
      #expect(try world.states().last?.id == round)
      #expect(try world.opened() == values)
    }
  }

  /// Ended after any step, nothing is lost, and the next run finishes.
  @Test func itMayEndAnywhereAndGoesOn() throws {
    let world = try SealedWorld()
    let values = Set(world.values)
    var stop = 0
    var made: Set<Int> = []
    while true {
      var seen = 0
      do {
        try world.practice.asOperator { db in
          let step = { (step: TenantConnection.RotationStep) throws in
            if case .keyMade(let id) = step { made.insert(id) }
            seen += 1
            if seen > stop { throw Stopped() }
          }
          if made.isEmpty {
            try db.rotateKeys(now: self.now, step: step)
          } else {
            try db.finishRotation(now: self.now, step: step)
          }
        }
        break
      } catch is Stopped {}
      #expect(try world.opened(on: try TestServer.connect()) == values)
      // A step further in a world that was left half-way: each run begins with what the last one committed.
      stop = stop == 0 ? 1 : 0
    }
    #expect(made == [2])
    #expect(try world.states().map(\.state) == [.destroyed, .current])
  }

  /// The same from a fresh start for each number of steps, so that every point is a first stop once.
  @Test func everyPointIsAPlaceToStop() throws {
    var stop = 0
    var isDone = false
    while !isDone {
      let p = try withPractice { $0 }
      var seen = 0
      do {
        try p.asOperator { db in
          _ = try db.rotateKeys(now: self.now) { _ in
            seen += 1
            if seen > stop { throw Stopped() }
          }
        }
        isDone = true
      } catch is Stopped {}
      #expect(try name(p) == "Pat\u{1f}Example")
      try p.asOperator { _ = try $0.finishRotation(now: self.now) { _ in } }
      #expect(try p.asOperator { try $0.keyStates(counting: true).map(\.state) } == [.destroyed, .current])
      #expect(try name(p) == "Pat\u{1f}Example")
      stop += 1
    }
    #expect(stop > 4)
  }

  /// A process that knew the old key alone reads and writes on, and writes with the new one.
  @Test func whoKnowsTheOldKeyTakesUpTheNewOne() throws {
    let p = try withPractice { $0 }
    let other = try TestServer.connect()
    #expect(try name(p, on: other) == "Pat\u{1f}Example")
    try p.asOperator { _ = try $0.rotateKeys(now: self.now) { _ in } }
    #expect(try name(p, on: other) == "Pat\u{1f}Example")
    let third = try TestServer.connect()
    _ = try name(p, on: third)
    try p.asOperator { _ = try $0.rotateKeys(now: self.now) { _ in } }
    try rename(p, "New\u{1f}Name", on: third)
    #expect(try p.asOperator { try $0.keyStates(counting: true).map(\.state) } == [.destroyed, .destroyed, .current])
    #expect(try name(p) == "New\u{1f}Name")
  }

  /// One value that came back after everything was looked through, from a dump or a repair, keeps its key.
  @Test func aKeyStaysWhileOneValueNeedsIt() throws {
    let p = try withPractice { $0 }
    let root = try TestServer.connectAsRoot()
    let practice = try p.asOperator { $0.scope.practice }
    var old: [UInt8] = []
    try root.run("SELECT sealed_name FROM patients_patient WHERE practice_id = \(practice) AND id = \(p.pat)") { row in
      old = try row.bytes(0)
    }
    try p.asOperator { db in
      _ = try db.rotateKeys(now: self.now) { step in
        guard step == .checked else { return }
        try root.run(
          "UPDATE patients_patient SET sealed_name = \(old) WHERE practice_id = \(practice) AND id = \(p.pat)")
      }
    }
    #expect(try p.asOperator { try $0.keyStates(counting: true).map(\.state) } == [.retired, .current])
    #expect(try name(p) == "Pat\u{1f}Example")
    try p.asOperator { _ = try $0.finishRotation(now: self.now) { _ in } }
    #expect(try p.asOperator { try $0.keyStates(counting: true).map(\.state) } == [.destroyed, .current])
    #expect(try name(p) == "Pat\u{1f}Example")
  }

  /// A value on its way when everything has been looked through keeps its key alive.
  @Test func aKeyIsNotDestroyedUnderAWriter() throws {
    let p = try withPractice { $0 }
    let writer = try TestServer.connect()
    let rotated = Mutex(false)
    let thread = try p.enter(.operatorCommand, on: writer) { db in
      try db.transaction(AuditEvent("test.write", "patients_patient", p.pat.id)) { tx in
        try Self.write("Late\u{1f}Writer", p.pat, in: tx)
        let slug = p.slug
        let thread = Thread {
          do {
            let connection = try TestServer.connect()
            _ = try connection.withPractice(slug: slug, actor: .operatorCommand, origin: .local) {
              try $0.rotateKeys(now: .now) { _ in }
            }
          } catch {}
          rotated.withLock { $0 = true }
        }
        thread.start()
        // The other one waits for this transaction: for its row, or for the key it holds.
        try waitUntil("the rotation waits", every: 150_000) { try Self.waiters(of: p) > 0 || rotated.withLock { $0 } }
        #expect(!rotated.withLock { $0 })
        return thread
      }
    }
    try waitUntil("the rotation ends") { rotated.withLock { $0 } }
    _ = thread
    #expect(try name(p) == "Late\u{1f}Writer")
    try p.asOperator { _ = try $0.finishRotation(now: self.now) { _ in } }
    #expect(try name(p) == "Late\u{1f}Writer")
    #expect(try p.asOperator { try $0.keyStates(counting: true).map(\.state) } == [.destroyed, .current])
  }

  /// Readers and writers at work while keys change ten times: every value written last is there in the end.
  @Test func itRunsUnderLoad() throws {
    let p = try withPractice { $0 }
    let state = Mutex((isDone: false, ended: 0, writes: 0, failures: [String]()))
    let patients = try (0..<4).map { _ in
      let id = PatientID.make()
      try p.asOperator { db in
        try db.transaction(AuditEvent("test.cast", "patients_patient", nil)) { try TestPractice.add(id, in: $0) }
      }
      return id
    }
    for patient in patients {
      let slug = p.slug
      Thread.detachNewThread {
        do {
          let connection = try TestServer.connect()
          var number = 0
          while !state.withLock({ $0.isDone }) {
            number += 1
            let text = "Name\u{1f}\(number)"
            let read = try connection.withPractice(slug: slug, actor: .operatorCommand, origin: .local) { db in
              try db.transaction(AuditEvent("test.write", "patients_patient", patient.id)) { tx in
                try Self.write(text, patient, in: tx)
              }
              return try Self.name(of: patient, in: db.reader)
            }
            state.withLock {
              $0.writes += 1
              if read != .some(text) { $0.failures.append("wrote \(text), read \(String(describing: read))") }
            }
          }
        } catch { state.withLock { $0.failures.append("\(error)") } }
        state.withLock { $0.ended += 1 }
      }
    }
    for _ in 0..<10 { try p.asOperator { _ = try $0.rotateKeys(now: self.now) { _ in } } }
    state.withLock { $0.isDone = true }
    try waitUntil("the writers end") { state.withLock { $0.ended } == 4 }
    let (writes, failures) = state.withLock { ($0.writes, $0.failures) }
    #expect(failures == [] && writes > 20, "\(writes) writes: \(failures)")
    try p.asOperator { _ = try $0.finishRotation(now: self.now) { _ in } }
    let states = try p.asOperator { try $0.keyStates(counting: true) }
    // A rotation that meets a writer leaves the old key for the next one, so there may be fewer than ten.
    #expect(states.count > 3 && states.dropLast().allSatisfy { $0.state == .destroyed && $0.values == 0 })
    #expect(states.last?.state == .current)
    for patient in patients { #expect(try p.asOperator { try Self.name(of: patient, in: $0.reader) } != nil) }
  }

  private func rows(_ world: SealedWorld) throws -> [[UInt8]] {
    try world.practice.asOperator { db in
      try SealedPlaces.all.flatMap { place in
        try db.reader.rows(
          "SELECT \(place.value) FROM \(name: place.column.table) t WHERE t.practice_id = \(db.scope)"
        ) { try $0.bytesIfPresent(0) ?? [] }
      }.filter { !$0.isEmpty }
    }
  }
  private func name(_ p: TestPractice, on connection: Connection? = nil) throws -> String? {
    try p.enter(.operatorCommand, on: connection) { try Self.name(of: p.pat, in: $0.reader) }
  }
  private static func name(of patient: PatientID, in db: borrowing TenantReader) throws -> String? {
    try db.first(
      "SELECT sealed_name FROM patients_patient WHERE practice_id = \(db.scope) AND id = \(patient)"
    ) { try $0.opened(0, SealedColumn("patients_patient", "sealed_name"), row: patient.id) }
  }
  private func rename(_ p: TestPractice, _ text: String, on connection: Connection) throws {
    try p.enter(.operatorCommand, on: connection) { db in
      try db.transaction(AuditEvent("test.write", "patients_patient", p.pat.id)) { try Self.write(text, p.pat, in: $0) }
    }
  }
  private static func write(_ text: String, _ patient: PatientID, in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      """
      UPDATE patients_patient
      SET sealed_name = \(tx.seal(text, SealedColumn("patients_patient", "sealed_name"), row: patient.id))
      WHERE practice_id = \(tx.scope) AND id = \(patient)
      """)
  }
  private static func waiters(of p: TestPractice) throws -> Int {
    var count = 0
    try TestServer.connectAsRoot().run(
      "SELECT COUNT(*) FROM information_schema.innodb_lock_waits"
    ) { count = try $0.int(0) }
    return count
  }
}

/// Waits for a condition, at most 30 seconds.
/// - Parameter every: microseconds; the server's list of waiting locks grows old when it is asked more often than every 0.1 s.
func waitUntil(_ what: String, every: UInt32 = 5000, _ condition: () throws -> Bool) throws {
  let end = Date().addingTimeInterval(30)
  while try !condition() {
    guard Date() < end else { throw TestFailure("waited in vain: \(what)") }
    usleep(every)
  }
}
