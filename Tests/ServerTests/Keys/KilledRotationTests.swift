import Core
import Crypto
@_spi(Bootstrap) import Database
import Foundation
@testable import Server
import SQL
import Testing
import TestSupport

/// `praxis keys rotate` as a real process, killed again and again while it works.
@Suite struct KilledRotationTests {
  @Test func aKilledRotationLosesNothingAndTheNextOneFinishes() throws {
    let keys = try KeyFolder()
    let slug = "k" + Hex.encode(SecureRandom.bytes(8))
    let connection = try keys.connect()
    try connection.provision(
      NewPractice(slug: slug, name: "Killed", zoneName: "Europe/Berlin", language: .en, currencyCode: "EUR"), now: .now)
    let patients = (0..<1500).map { _ in PatientID.make() }
    _ = try connection.withPractice(slug: slug, actor: .operatorCommand, origin: .local) { db in
      try db.transaction(AuditEvent("test.cast", "patients_patient", nil)) { tx in
        for patient in patients { try TestPractice.add(patient, in: tx) }
      }
    }
    let program = TestServer.repository + "/.build/debug/praxis"
    let executable = ProcessInfo.processInfo.environment["PRAXIS_TEST_PROGRAM"] ?? program
    var kills = 0
    while kills < 200 {
      let child = try ChildProcess(
        executable, ["keys", "rotate", "--practice", slug, "--config", keys.configuration.path])
      // Each run gets a little further before it is killed; the first ones do not get to the database.
      usleep(UInt32(20_000 + kills * 15_000))
      guard kill(child.pid, SIGKILL) == 0, try !isFinished(slug, connection) else { break }
      kills += 1
      #expect(try names(slug, try keys.connect()) == patients.count)
    }
    #expect(kills > 3)
    let output = try Command.output(
      executable, ["keys", "rotate", "--practice", slug, "--config", keys.configuration.path])
    #expect(output.contains(slug))
    let states =
      try connection.withPractice(slug: slug, actor: .operatorCommand, origin: .local) {
        try $0.keyStates(counting: true)
      } ?? []
    #expect(states.last?.state == .current && states.dropLast().allSatisfy { $0.state == .destroyed })
    #expect(states.last?.values == patients.count)
    #expect(try names(slug, try keys.connect()) == patients.count)
    let status = try Command.output(
      executable, ["keys", "status", "--practice", slug, "--config", keys.configuration.path])
    #expect(status.contains("destroyed") && status.contains("\(patients.count) values"))
  }

  private func isFinished(_ slug: String, _ connection: Connection) throws -> Bool {
    let states =
      try connection.withPractice(slug: slug, actor: .operatorCommand, origin: .local) {
        try $0.keyStates(counting: false).map(\.state)
      } ?? []
    return states.contains(.destroyed)
  }

  private func names(_ slug: String, _ connection: Connection) throws -> Int? {
    try connection.withPractice(slug: slug, actor: .operatorCommand, origin: .local) { db in
      try db.reader.rows("SELECT id, sealed_name FROM patients_patient WHERE practice_id = \(db.scope)") { row in
        try row.opened(1, SealedColumn("patients_patient", "sealed_name"), row: try row.id(0))
      }.filter { $0 == "Pat\u{1f}Example" }.count
    }
  }

  private enum Command {
    static func output(_ program: String, _ arguments: [String]) throws -> String {
      let process = Process()
      process.executableURL = URL(filePath: program)
      process.arguments = arguments
      let pipe = Pipe()
      process.standardOutput = pipe
      try process.run()
      let data = pipe.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      guard process.terminationStatus == 0 else {
        throw TestFailure("\(arguments) ended with \(process.terminationStatus)")
      }
      return String(decoding: data, as: UTF8.self)
    }
  }
}
