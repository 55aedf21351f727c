import Foundation
import Core
import Crypto
@testable @_spi(Bootstrap) import Database
import Outbound
import Synchronization
import Templates
import TestSupport

@testable import Server

/// What leaves by mail, kept for a look.
final class TestTransport: MailTransport {
  private let state = Mutex<(sent: [MailMessage], answer: DeliveryResult)>(([], .accepted(code: 250)))
  var sent: [MailMessage] { state.withLock { $0.sent } }
  var answer: DeliveryResult {
    get { state.withLock { $0.answer } }
    set { state.withLock { $0.answer = newValue } }
  }
  func send(_ message: MailMessage) -> DeliveryResult {
    state.withLock { state in
      state.sent.append(message)
      return state.answer
    }
  }
}

/// An installation's checkpoints, signing key and mail in a folder of a test's own.
final class TestMail {
  let transport = TestTransport()
  let anchors: AnchorMail
  private let key: SigningKey
  private let folder: TemporaryDirectory

  init(key: SigningKey) throws {
    self.key = key
    folder = try TemporaryDirectory()
    let keyPath = folder.path + "/keys.signing"
    try ("ed25519 " + key.seedText + "\n").write(toFile: keyPath, atomically: false, encoding: .utf8)
    guard chmod(keyPath, 0o600) == 0, let sender = MailAddress("praxis@example.com") else {
      throw TestFailure("set-up")
    }
    anchors = AnchorMail(
      log: CheckpointLog(path: folder.path + "/checkpoints.log"), keyPath: keyPath, transport: transport,
      sender: sender, catalogs: try Catalogs(directory: TestServer.repository + "/templates"))
  }

  func addCheckpoint(_ heads: [AuditHead]) throws {
    let key = self.key
    _ = try anchors.log.append { tail in
      CheckpointLine(
        number: tail.number + 1, kind: .all, time: .now, previous: tail.previous, heads: heads, key: key)
    }
  }
}
