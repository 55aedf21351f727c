import Core
import Crypto
@testable @_spi(Bootstrap) import Database
import Foundation
import Outbound
import Templates
import TestSupport
import Testing

@testable import Server

@Suite struct AnchorTests {
  private let key = SigningKey.make()

  private func anchor(of practice: EntityID = .make()) -> Anchor {
    Anchor(
      AuditHead(practice: practice, seq: 1234, count: 1200, mac: Digest.sha256([1])),
      time: Instant(microseconds: 1_773_307_805_000_123), checkpoint: 17, lineHash: Digest.sha256([2]), key: key)
  }

  /// Mail programs quote, indent and end lines as they like.
  @Test(arguments: ["", "> ", "    ", "| > "])
  func itIsFoundInAnyText(_ prefix: String) throws {
    let made = anchor()
    let lines = ("Hello,\n\n" + made.text + "\n\nBye").split(separator: "\n", omittingEmptySubsequences: false)
    for end in ["\n", "\r\n"] {
      let read = try #require(Anchor(in: lines.map { prefix + $0 }.joined(separator: end)))
      #expect(read.head == made.head && read.time == made.time && read.checkpoint == 17)
      #expect(read.lineHash == made.lineHash && read.isSigned(by: key.verifyingKey))
    }
    #expect(made.text.split(separator: "\n").allSatisfy { $0.utf8.count <= 64 }, "no mail program wraps it")
  }

  @Test func oneThatWasChangedOrIsAnotherInstallationsIsNotSigned() throws {
    let text = anchor().text
    let letters = Array(text.utf8)
    var refused = 0
    for index in stride(from: 30, to: letters.count - 30, by: 7) where letters[index] != 0x0a {
      var changed = letters
      changed[index] = changed[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
      let read = Anchor(in: String(decoding: changed, as: UTF8.self))
      if let read, read.isSigned(by: key.verifyingKey) { Issue.record("letter \(index)") }
      refused += 1
    }
    #expect(refused > 20)
    #expect(try #require(Anchor(in: text)).isSigned(by: SigningKey.make().verifyingKey) == false)
    for other in ["", "-----BEGIN PRAXIS ANCHOR-----", text.replacing("END", with: "ENDE"), "x" + text.dropFirst(40)] {
      #expect(Anchor(in: other) == nil)
    }
  }

  /// The end of the checkpoint file cut off: whole from inside, but the anchor remembers a line.
  @Test func aMissingEndOfTheCheckpointsIsNamed() throws {
    let trail = try TamperedTrail()
    let anchor = try trail.anchor()
    let first = CheckpointReading(Array((trail.checkpoints[0].text + "\n").utf8), key: trail.key.verifyingKey)
    #expect(first.problems.isEmpty)
    let problems = try AuditReport(of: trail.practice.slug, first, anchor, on: try TestServer.connect()).problems
    #expect(problems == ["Checkpoint 2, which the anchor names, is missing or was changed."])
    let whole = try trail.report(anchor: anchor)
    #expect(whole.problems.isEmpty)
  }

  @Test func eachOwnerGetsTheirOwnPracticesProofAndNothingElse() throws {
    try withPractice { p in
      let (owner, gone) = (UserID.make(), UserID.make())
      try p.asOperator { db in
        try db.transaction(AuditEvent("test.staff", "identity_user", nil)) { tx in
          try TestPractice.add(owner, "Olga", "olga@\(p.slug).example", .owner, in: tx)
          try TestPractice.add(gone, "Gone", "gone@\(p.slug).example", .owner, in: tx)
          try tx.execute(
            "UPDATE identity_user SET status = 'deactivated' WHERE practice_id = \(tx.scope) AND id = \(gone)")
          try tx.execute("UPDATE identity_user SET language = 'de' WHERE practice_id = \(tx.scope) AND id = \(owner)")
        }
      }
      let mail = try TestMail(key: key)
      let own = try p.asOperator { $0.scope.practice.id }
      try mail.addCheckpoint([
        AuditHead(practice: own, seq: 3, count: 3, mac: Digest.sha256([3])),
        AuditHead(practice: .make(), seq: 99, count: 99, mac: Digest.sha256([4])),
      ])
      let outcome = try p.enter(.job) { try mail.anchors.send(day: "2026-03-12", .now, $0) }
      #expect(outcome == .done)
      let message = try #require(mail.transport.sent.first)
      #expect(mail.transport.sent.count == 1 && message.to.address == "olga@\(p.slug).example")
      #expect(message.subject.contains("der heutige Nachweis"))
      #expect(message.text.contains("enthielt das Protokoll 3 Einträge"))
      #expect(message.text.contains("praxis audit verify --practice \(p.slug) --anchor FILE"))
      let anchor = try #require(Anchor(in: message.text))
      #expect(anchor.head.practice == own && anchor.head.seq == 3 && anchor.isSigned(by: key.verifyingKey))
      // As it leaves: MIME must not break the block.
      #expect(Anchor(in: String(decoding: message.serialized, as: UTF8.self))?.signature == anchor.signature)
      for word in ["Alice", "Pat", "Olga", "patient"] { #expect(!message.text.contains(word)) }
      let fields = try p.asOperator { db in
        try db.reader.first(
          "SELECT fields FROM audit_event WHERE practice_id = \(db.scope) AND action = 'audit.anchor'"
        ) { try $0.text(0) }
      }
      #expect(fields == "sent=1,refused=0")
    }
  }

  @Test func aMailServerThatIsAwayIsTriedAgainAndNoServerIsSaid() throws {
    try withPractice { p in
      try p.asOperator { db in
        try db.transaction(AuditEvent("test.staff", "identity_user", nil)) { tx in
          try TestPractice.add(.make(), "Olga", "olga@\(p.slug).example", .owner, in: tx)
        }
      }
      let mail = try TestMail(key: key)
      #expect(
        try p.enter(.job) { try mail.anchors.send(day: "2026-03-12", .now, $0) } == .retry(reason: "no checkpoint yet"))
      let own = try p.asOperator { $0.scope.practice.id }
      try mail.addCheckpoint([AuditHead(practice: own, seq: 3, count: 3, mac: Digest.sha256([3]))])
      mail.transport.answer = .tryLater(code: 451, reason: "later")
      #expect(
        try p.enter(.job) { try mail.anchors.send(day: "2026-03-12", .now, $0) }
          == .retry(reason: "the mail server did not take it"))
      let none = AnchorMail(
        log: mail.anchors.log, keyPath: mail.anchors.keyPath, transport: nil, sender: mail.anchors.sender,
        catalogs: mail.anchors.catalogs)
      #expect(
        try p.enter(.job) { try none.send(day: "2026-03-12", .now, $0) } == .dead(reason: "no mail server is set"))
    }
  }
}
