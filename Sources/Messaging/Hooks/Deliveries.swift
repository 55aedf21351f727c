import Core
import Database
import SQL

/// All SQL of what the carrier says of texts.
enum Deliveries {
  struct Known: Sendable {
    let id: NoticeID
    let channel: Channel
    let rule: String
    let state: Notice.State
    let reason: String
    let attempts: Int
    /// What the carrier calls it, as far as we have heard.
    let name: String?
    let patient: PatientID?

    var isText: Bool { channel == .sms || channel == .whatsapp }
    /// Of another try, whose answer we have, or of nothing that we ever sent.
    func account(takes name: String) -> Bool { attempts > 0 && (self.name == nil || self.name == name) }
    var isKnownTaken: Bool { state == .sent }
    var isSettled: Bool {
      switch state {
      case .sent: reason == NoticeOutcome.delivered.code
      // Whether it was sent was not known; or it was refused, and then the carrier has nothing to say of it.
      case .failed: reason != NoticeOutcome.mayHaveBeenSent.code
      case .notNeeded: true
      case .waiting, .sending: false
      }
    }
  }

  static func find(_ id: NoticeID, in db: borrowing TenantReader) throws -> Known? {
    try db.first(
      """
      SELECT n.channel, n.rule, n.state, n.reason, n.attempts, n.carrier_id,
        COALESCE(a.patient_id, e.patient_id, m.patient_id)
      FROM messaging_notice n
      LEFT JOIN scheduling_appointment a ON a.practice_id = \(db.scope) AND a.id = n.appointment_id
      LEFT JOIN scheduling_offer o ON o.practice_id = \(db.scope) AND o.id = n.offer_id
      LEFT JOIN scheduling_waitlist_entry e ON e.practice_id = \(db.scope) AND e.id = o.entry_id
      LEFT JOIN messaging_message m ON m.practice_id = \(db.scope) AND m.id = n.message_id
      WHERE n.practice_id = \(db.scope) AND n.id = \(id)
      """
    ) { row in
      Known(
        id: id, channel: try row.choice(0), rule: try row.text(1), state: try row.choice(2), reason: try row.text(3),
        attempts: try row.int(4), name: try row.textIfPresent(5),
        patient: try row.idIfPresent(6, as: PatientID.self))
    }
  }

  /// Unless somebody was faster: then the carrier's next word, or ours, decides.
  static func write(
    _ change: Delivery.Change, name: String, _ known: Known, now: Instant, in tx: borrowing TenantTransaction
  ) throws {
    let sentAt: Instant? = change.state == .sent ? now : nil
    try tx.execute(
      """
      UPDATE messaging_notice SET state = \(change.state.rawValue), outcome = \(change.outcome.text),
        reason = \(change.outcome.code), carrier_id = \(name), sent_at = COALESCE(sent_at, \(sentAt)), ended_at = \(now)
      WHERE practice_id = \(tx.scope) AND state = \(known.state.rawValue) AND reason = \(known.reason)
        AND (id = \(known.id) AND attempts = \(known.attempts) OR with_id = \(known.id))
      """)
  }
}
