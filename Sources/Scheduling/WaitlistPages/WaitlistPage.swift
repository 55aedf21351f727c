import Core
import Database
import Routing
import Templates

/// `GET /calendar/waitlist`: who waits, in order; what is offered now; what became of offers.
struct WaitlistPage: PatientDataPage {
  static let template = "waitlist/waitlist"
  let title: String
  let notice: String?
  let isProblem: Bool
  let newHref: String?
  let wishes: [WishRow]
  let offers: [OfferRow]
  let ended: [EndedRow]
  /// Of patients who are named.
  let named: Int

  var accessEvents: [AuditEvent] { [WaitlistPage.read(named)].compactMap { $0 } }

  static func read(_ named: Int) -> AuditEvent? {
    named == 0 ? nil : AuditEvent("waitlist.list", "scheduling_waitlist_entry", nil, fields: ["rows=\(named)"])
  }

  static let fields: [Field<WaitlistPage>] = [
    .text("title") { $0.title },
    .optionalText("notice") { $0.notice },
    .flag("isProblem") { $0.isProblem },
    .optionalText("newHref") { $0.newHref },
    .flag("hasWishes") { !$0.wishes.isEmpty },
    .list("wishes") { $0.wishes },
    .flag("hasOffers") { !$0.offers.isEmpty },
    .list("offers") { $0.offers },
    .flag("hasEnded") { !$0.ended.isEmpty },
    .list("ended") { $0.ended },
  ]
  static let examples = [
    WaitlistPage(
      title: "Waitlist", notice: nil, isProblem: false, newHref: nil, wishes: [], offers: [], ended: [], named: 0),
    WaitlistPage(
      title: "Waitlist", notice: "Saved", isProblem: true, newHref: "/calendar/waitlist/new", wishes: [.example],
      offers: [.example], ended: [.example], named: 3),
  ]
}

/// One wish in the order of the list.
struct WishRow: TemplateModel {
  let who: String
  /// Nil for a patient whom the reader does not reach.
  let href: String?
  let what: String
  let when: String
  let since: String
  let isOffered: Bool
  /// Nil for who may read and not change.
  let editHref: String?
  let removal: String?

  static let fields: [Field<WishRow>] = [
    .text("who") { $0.who },
    .optionalText("href") { $0.href },
    .text("what") { $0.what },
    .text("when") { $0.when },
    .text("since") { $0.since },
    .flag("isOffered") { $0.isOffered },
    .optionalText("editHref") { $0.editHref },
    .optionalText("removal") { $0.removal },
  ]
  static let example = WishRow(
    who: "Ola <Nordmann>", href: "/patients/1", what: "Talk with Mira", when: "Any day", since: "Tue 9 March, 13:00",
    isOffered: true, editHref: "/calendar/waitlist/1/edit", removal: "/calendar/waitlist/1/removal")
}

/// An offer that waits for an answer.
struct OfferRow: TemplateModel {
  let who: String
  let href: String?
  let what: String
  let when: String
  let until: String
  /// Who chose the patient; nil when they were next.
  let by: String?
  let withdrawal: String?

  static let fields: [Field<OfferRow>] = [
    .text("who") { $0.who },
    .optionalText("href") { $0.href },
    .text("what") { $0.what },
    .text("when") { $0.when },
    .text("until") { $0.until },
    .optionalText("by") { $0.by },
    .optionalText("withdrawal") { $0.withdrawal },
  ]
  static let example = OfferRow(
    who: "Ola <Nordmann>", href: "/patients/1", what: "Talk with Mira", when: "Tuesday 9 March, 13:00–13:50",
    until: "Tue 9 March, 11:00", by: "Bob", withdrawal: "/calendar/waitlist/offers/1/withdrawal")
}

/// What became of an offer.
struct EndedRow: TemplateModel {
  let who: String
  let what: String
  let when: String
  let outcome: String
  let offered: String

  static let fields: [Field<EndedRow>] = [
    .text("who") { $0.who },
    .text("what") { $0.what },
    .text("when") { $0.when },
    .text("outcome") { $0.outcome },
    .text("offered") { $0.offered },
  ]
  static let example = EndedRow(
    who: "Ola <Nordmann>", what: "Talk with Mira", when: "Tuesday 9 March, 13:00–13:50", outcome: "Declined",
    offered: "Mon 8 March, 13:00")
}
