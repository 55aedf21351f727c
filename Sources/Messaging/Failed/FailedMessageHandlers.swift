import Core
import Database
import Routing
import Templates
import Web

/// What did not reach a patient: a list to work through.
enum FailedMessageHandlers {
  static let path = "/messages/failed"

  /// `GET /messages/failed`
  @Sendable static func list(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let reach = try PatientReach.of(.handleMessages, now: call.now, in: db)
    let found = try FailedNotices.list(within: reach, now: call.now, in: db)
    let count =
      found.count < FailedNotices.limit ? found.count : try FailedMessages.count(within: reach, now: call.now, in: db)
    let zone = try Zone(name: db.practice.zoneName)
    let asked = call.query["done"] ?? ""
    let done = ["acknowledged", "again"].contains(asked) ? asked : nil
    return .page(
      FailedMessagesPage(
        title: call.text.text("messages.failed.title"),
        summary: call.text.text("messages.failed.count", count: count),
        notice: done.map { call.text.text("messages.failed.done.\($0)") },
        rows: found.map { FailedMessageRow($0, zone: zone, call) }))
  }

  /// `POST /messages/{notice}/acknowledgement`
  @Sendable static func acknowledge(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let (id, patient) = try find(call, db.reader)
    guard let user = db.scope.actor.user else { throw Refusal.forbidden }
    let event = AuditEvent("notice.acknowledge", "messaging_notice", id.id, patient: patient)
    try db.transaction(event) { tx in
      guard try FailedNotices.acknowledge(id, by: user, now: call.now, in: tx) else { throw Refusal.conflict }
    }
    return .redirect(path + "?done=acknowledged")
  }

  /// `POST /messages/{notice}/retry`: it is looked at again before it is sent, as at the first time.
  @Sendable static func retry(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let (id, patient) = try find(call, db.reader)
    let event = AuditEvent("notice.retry", "messaging_notice", id.id, patient: patient)
    try db.transaction(event) { tx in
      guard try FailedNotices.retry(id, now: call.now, in: tx) else { throw Refusal.conflict }
    }
    return .redirect(path + "?done=again")
  }

  private static func find(_ call: Call, _ db: borrowing TenantReader) throws -> (NoticeID, PatientID) {
    let id: NoticeID = try call.id("notice")
    guard let patient = try FailedNotices.patient(of: id, in: db) else { throw Refusal.notFound }
    return (id, patient)
  }
}
