import Core
import Database
import Routing
import Templates

/// `GET /{practice}/offers/{token}`: the time that is kept, until when, and the two answers. Names no patient: whoever
/// has the link sees it.
struct OfferPage: Page {
  static let template = "waitlist/offer"
  let title: String
  let heading: String
  let summary: VisitSummary
  /// Nil when it is over.
  let answer: OfferChoice?
  /// What became of it.
  let over: String?
  let bookHref: String

  static let fields: [Field<OfferPage>] = [
    .text("title") { $0.title },
    .text("heading") { $0.heading },
    .object("summary") { $0.summary },
    .object("answer") { $0.answer },
    .optionalText("over") { $0.over },
    .text("bookHref") { $0.bookHref },
  ]
  static let examples = [
    OfferPage(
      title: "A time is free", heading: "A time is free", summary: .example,
      answer: OfferChoice(
        accept: "/harbor/offers/x/acceptance", decline: "/harbor/offers/x/decline",
        until: "Tuesday 9 March 2027, 11:00", endsAt: "2027-03-09T10:00:00Z", isRequest: true), over: nil,
      bookHref: "/harbor/book"),
    OfferPage(
      title: "A time was free", heading: "A time was free", summary: .example, answer: nil, over: "It is over.",
      bookHref: "/harbor/book"),
  ]

  /// - Parameter isRefused: it is open, and could not be booked all the same.
  static func make(_ offer: Offer, isRefused: Bool, _ call: Call, in db: borrowing TenantReader) throws -> OfferPage {
    let zone = try Zone(name: db.practice.zoneName)
    let words = SlotWords(formats: call.formats, zone: try Places.zone(of: offer.location, or: zone, in: db))
    let path = OfferHandlers.path(call)
    let isOpen = offer.isOpen(at: call.now)
    let offering = try Offering.find(offer.service, in: db)
    let heading = call.text.text(isOpen ? "waitlist.offer.heading" : "waitlist.offer.overHeading")
    return OfferPage(
      title: heading, heading: heading,
      summary: try summary(offer, offering, words, call, in: db),
      answer: isOpen
        ? OfferChoice(
          accept: path + "/acceptance", decline: path + "/decline",
          until: words.date(offer.expiresAt) + ", " + words.time(offer.expiresAt),
          endsAt: InstantText.seconds(offer.expiresAt),
          isRequest: offer.offeredBy == nil && offering?.service.rules.approvalHours != nil) : nil,
      over: isOpen
        ? isRefused ? call.text.text("waitlist.offer.refused") : nil
        : call.text.text(key(offer.state(at: call.now))), bookHref: "/\(db.practice.slug)/book")
  }

  private static func key(_ state: Offer.State) -> String {
    switch state {
    case .offered, .accepted: "waitlist.offer.accepted"
    case .declined: "waitlist.offer.declined"
    case .expired: "waitlist.offer.expired"
    case .withdrawn: "waitlist.offer.withdrawn"
    }
  }

  private static func summary(
    _ offer: Offer, _ offering: Offering?, _ words: SlotWords, _ call: Call, in db: borrowing TenantReader
  ) throws -> VisitSummary {
    guard let currency = Currency(code: db.practice.currencyCode) else {
      throw UnknownCurrency(description: "the practice has a currency we do not know")
    }
    let service = offering?.service
    let person = try Resources.all(in: db).first { $0.id == offer.practitioner }
    let place = try Places.find(offer.location, in: db)
    let isVideo = service?.mode == .video
    let money = { (minor: Int64) in minor > 0 ? call.formats.money(Money(minor: minor, currency)) : nil }
    return VisitSummary(
      date: words.date(offer.span.start), time: words.range(offer.span),
      isoStart: InstantText.encode(offer.span.start), zoneLabel: words.label(at: offer.span.start),
      service: service?.name ?? "", practitioner: person?.name ?? "",
      place: isVideo ? call.text.text("booking.byVideo") : Places.address(place, in: db),
      clock: VisitSummary.clock(offer.span.start, at: place, isVideo: isVideo, words, call.text),
      price: money(service?.priceMinor ?? 0),
      policy: VisitSummary.policy(
        start: offer.span.start, noticeMinutes: service?.cancelNoticeMinutes ?? 0,
        lateFee: money(service?.lateFeeMinor ?? 0), now: call.now, words, call.text))
  }
}

/// The two answers.
struct OfferChoice: TemplateModel {
  let accept: String
  let decline: String
  let until: String
  /// For the countdown.
  let endsAt: String
  /// The practice still has to agree.
  let isRequest: Bool

  static let fields: [Field<OfferChoice>] = [
    .text("accept") { $0.accept },
    .text("decline") { $0.decline },
    .text("until") { $0.until },
    .text("endsAt") { $0.endsAt },
    .flag("isRequest") { $0.isRequest },
  ]
}
