import Core
import Crypto
import Database
import Routing
import SQL
import Templates
import Web

/// `/portal/waitlist`: what the patient waits for, what they are offered, and the way off the list.
enum PortalWaitlist {
  static let path = "/portal/waitlist"

  @Sendable static func show(_ call: Call, _ patient: PatientID, _ db: borrowing TenantReader) throws -> Reply {
    .page(try page(call, patient, notice: call.query["done"] == "removed" ? "waitlist.portal.removed" : nil, in: db))
  }

  @Sendable static func remove(
    _ call: Call, _ patient: PatientID, _ db: borrowing TenantConnection
  ) throws -> Reply {
    guard let entry = try WaitlistEntries.find(try call.id("entry"), in: db.reader), entry.patient == patient else {
      throw Refusal.notFound
    }
    do {
      try OfferAnswers.remove(entry, now: call.now, in: db)
      return .redirect(path + "?done=removed")
    } catch is OfferRefusal {
      return .page(try page(call, patient, notice: "waitlist.over", in: db.reader), status: 409)
    }
  }

  private static func page(
    _ call: Call, _ patient: PatientID, notice: String?, in db: borrowing TenantReader
  ) throws -> PortalWaitlistPage {
    let words = WishWords(call: call, places: try PlaceNames.read(in: db))
    let first = WaitlistEntries.columnCount
    let rows = try db.rows(
      """
      SELECT \(WaitlistEntries.columns), s.name, r.name, s.mode = 'video' FROM scheduling_waitlist_entry e
      JOIN scheduling_service s ON s.practice_id = \(db.scope) AND s.id = e.service_id
      LEFT JOIN scheduling_resource r ON r.practice_id = \(db.scope) AND r.id = e.practitioner_id
      WHERE e.practice_id = \(db.scope) AND e.patient_id = \(patient) AND e.state IN ('waiting', 'offered')
      ORDER BY e.created_at, e.id
      """
    ) { row in
      (
        entry: try WaitlistEntries.read(row), service: try row.text(first),
        practitioner: try row.textIfPresent(first + 1), isByVideo: try row.bool(first + 2)
      )
    }
    return PortalWaitlistPage(
      title: call.text.text("waitlist.portal.title"), notice: notice.map { call.text.text($0) },
      wishes: try rows.map { row in
        let offer = try Offers.running(of: row.entry.id, in: db).flatMap { $0.isOpen(at: call.now) ? $0 : nil }
        return PortalWish(
          what: words.what(row.service, row.practitioner), when: words.when(row.entry.wish),
          removal: path + "/\(row.entry.id)/removal",
          offerHref: try offer.map { "/\(db.practice.slug)/offers/\(try db.offerToken($0.id.id).text)" },
          offer: offer.map { words.visitThere($0, isByVideo: row.isByVideo) } ?? "")
      }, bookHref: "/\(db.practice.slug)/book")
  }
}

struct PortalWaitlistPage: Page {
  static let template = "waitlist/portal-waitlist"
  let title: String
  let notice: String?
  let wishes: [PortalWish]
  let bookHref: String

  static let fields: [Field<PortalWaitlistPage>] = [
    .text("title") { $0.title },
    .optionalText("notice") { $0.notice },
    .flag("hasWishes") { !$0.wishes.isEmpty },
    .list("wishes") { $0.wishes },
    .text("bookHref") { $0.bookHref },
  ]
  static let examples = [
    PortalWaitlistPage(title: "Waitlist", notice: nil, wishes: [], bookHref: "/harbor/book"),
    PortalWaitlistPage(
      title: "Waitlist", notice: "Removed",
      wishes: [
        PortalWish(
          what: "Talk with <Mira>", when: "Any day", removal: "/portal/waitlist/1/removal",
          offerHref: "/harbor/offers/x", offer: "Tuesday 9 March, 13:00–13:50")
      ], bookHref: "/harbor/book"),
  ]
}

/// One's own wish.
struct PortalWish: TemplateModel {
  let what: String
  let when: String
  let removal: String
  let offerHref: String?
  let offer: String

  static let fields: [Field<PortalWish>] = [
    .text("what") { $0.what },
    .text("when") { $0.when },
    .text("removal") { $0.removal },
    .optionalText("offerHref") { $0.offerHref },
    .text("offer") { $0.offer },
  ]
}
