import Core
import Database
import Routing

/// Turns an offer of the waitlist into a mail, into a text where the patient agreed to texts, and into a message in the
/// portal where somebody can read it there.
enum OfferPlanner {
  /// The payload is the offer's id, which becomes the mail's as well. One offer, one message of each channel.
  static func plan(_ job: ClaimedJob, _ now: Instant, _ db: borrowing TenantConnection) throws -> JobOutcome {
    guard let id = EntityID(text: job.payload) else { return .dead(reason: "malformed payload") }
    // Gone when the patient was erased.
    guard let offer = try WaitingOffers.find(id, in: db.reader) else { return .done }
    var notices: [Notice] = []
    for channel in [Channel.email, .sms, .inApp] {
      guard offer.reasonAgainst(by: channel, now: now) == nil, try isOpen(channel, offer, now, in: db.reader) else {
        continue
      }
      notices.append(
        Notice(
          id: channel == .email ? NoticeID(id) : .make(), topic: .offer(id), language: offer.language,
          recipient: recipient(channel, offer), state: .waiting, attempts: 0,
          channel: channel))
    }
    guard !notices.isEmpty else { return .done }
    let event = AuditEvent(
      "notice.plan", "scheduling_offer", id, patient: offer.patient, fields: notices.map(\.channel.rawValue))
    try db.transaction(event) { tx in
      for notice in notices { _ = try Notices.plan(notice, at: now, now: now, in: tx) }
    }
    return .done
  }

  private static func recipient(_ channel: Channel, _ offer: WaitingOffer) -> String {
    switch channel {
    case .email: offer.email ?? ""
    case .sms, .whatsapp: offer.phone ?? ""
    case .inApp: ""
    }
  }

  /// A text that nothing could carry is not planned: the mail says the same, and nobody misses it.
  private static func isOpen(
    _ channel: Channel, _ offer: WaitingOffer, _ now: Instant, in db: borrowing TenantReader
  ) throws -> Bool {
    guard channel != .email else { return true }
    guard channel != .inApp else { return try PortalReach.exists(for: offer.patient, now: now, in: db) }
    guard let carrier = try Carriers.find(in: db), carrier.carries(channel) else { return false }
    return MobileNumber(offer.phone ?? "", country: carrier.country) != nil
  }
}
