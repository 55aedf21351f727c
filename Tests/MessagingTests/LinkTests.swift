import Core
@_spi(Bootstrap) import Database
import TestSupport
import Testing

@Suite struct LinkTests {
  private func sequence(_ token: String, _ id: AppointmentID, _ p: TestPractice) throws -> Int? {
    try p.asOperator { try $0.reader.verifyManageToken(token, for: id) }
  }

  @Test func aManageTokenOpensItsOwnAppointmentAndSequenceAlone() throws {
    try withPractice { p in
      let id = AppointmentID.make()
      let token = try p.asOperator { try $0.reader.manageToken(id, sequence: 12) }
      #expect(try sequence(token, id, p) == 12)
      #expect(try sequence(token, .make(), p) == nil)
      #expect(token.hasPrefix("12-") && token.utf8.count == 3 + 43)
      let mac = token.dropFirst(3)
      let forgeries = [
        "", "-", "12", "12-", "13-\(mac)", "012-\(mac)", "+12-\(mac)", "\(token)A", "12-\(mac.dropLast())",
      ]
      for forged in forgeries {
        #expect(try sequence(forged, id, p) == nil, "\(forged)")
      }
      let stranger = try withPractice { try sequence(token, id, $0) }
      #expect(stranger == nil)
    }
  }

  @Test func secretsOfAChallengeAreStableAndDifferFromAllOthers() throws {
    try withPractice { p in
      try p.asOperator { db in
        let ids = (0..<200).map { _ in EntityID.make() }
        let secrets = try ids.map { try db.reader.challengeSecrets($0) }
        #expect(try ids.map { try db.reader.challengeSecrets($0) } == secrets)
        #expect(Set(secrets.map(\.linkToken.text)).count == 200)
        #expect(Set(secrets.map(\.code)).count > 190)
        #expect(secrets.allSatisfy { $0.code.utf8.count == 6 && Decimal.parse($0.code) != nil })
      }
    }
  }
}
