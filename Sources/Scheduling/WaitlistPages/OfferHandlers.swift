import Core
import Crypto
import Database
import Routing
import Templates
import Web

/// What the link in the mail about an offer opens, without an account. GET shows, POST answers.
enum OfferHandlers {
  @Sendable static func show(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let offer = try opened(call, in: db)
    if offer.state == .accepted, let visit = try visit(of: offer, in: db) { return .redirect(visit) }
    return .page(try OfferPage.make(offer, isRefused: false, call, in: db))
  }

  @Sendable static func accept(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let offer = try opened(call, in: db.reader)
    do {
      let id = try OfferAnswers.accept(offer, visitor: call.visitorHash, now: call.now, in: db)
      return .redirect(try db.reader.managePath(id, sequence: 0) + "?booked=1")
    } catch is SlotRefusal {
      return try over(call, offer.id, in: db.reader)
    }
  }

  @Sendable static func decline(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let offer = try opened(call, in: db.reader)
    do {
      try OfferAnswers.decline(offer, leaves: call.form["leave"] == "yes", now: call.now, in: db)
      return .redirect(path(call))
    } catch is SlotRefusal {
      return try over(call, offer.id, in: db.reader)
    }
  }

  /// Answered before: an answer that comes twice finds the first; anything else is said.
  private static func over(_ call: Call, _ id: OfferID, in db: borrowing TenantReader) throws -> Reply {
    guard let offer = try Offers.find(id, in: db) else { throw Refusal.notFound }
    if offer.state == .accepted, let visit = try visit(of: offer, in: db) { return .redirect(visit) }
    // Still open: online booking was switched off, or the patient has as many visits ahead as one may have.
    return .page(try OfferPage.make(offer, isRefused: offer.isOpen(at: call.now), call, in: db), status: 409)
  }

  /// The page of the appointment that an accepted offer became.
  private static func visit(of offer: Offer, in db: borrowing TenantReader) throws -> String? {
    try Appointments.made(by: offer.id.id.bytes, in: db).map { try db.managePath($0.id, sequence: $0.sequence) }
  }

  static func path(_ call: Call) -> String {
    "/\(call.parameters["practice"] ?? "")/offers/\(call.parameters["token"] ?? "")"
  }

  private static func opened(_ call: Call, in db: borrowing TenantReader) throws -> Offer {
    guard let token = call.parameters["token"].flatMap({ Token(text: $0) }), let offer = try Offers.find(token, in: db)
    else { throw Refusal.notFound }
    return offer
  }
}
