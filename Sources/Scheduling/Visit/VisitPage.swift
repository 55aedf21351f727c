import Core
import Database
import Routing
import SQL
import Templates

/// One appointment as its patient sees it: after booking, from the mail, after moving or cancelling.
struct VisitPage: Page {
  enum Notice: String { case booked, moved, cancelled, unchanged }

  static let template = "scheduling/visit"
  let title: String
  let heading: String
  let notice: String?
  let isProblem: Bool
  /// That it is off, in a word; nil while it is not.
  let off: String?
  /// Where to sign in to read what the practice wrote about a request that it declined; nil where it wrote nothing.
  let answerHref: String?
  /// Of a request: until when the practice answers, or that it did not.
  let request: String?
  let summary: VisitSummary
  /// The whole address of this page, to be kept: set where no mail carries it, as long as it changes something.
  let keepHref: String?
  let calendarHref: String?
  let moveHref: String?
  let cancelAction: String?
  /// What cancelling now means, in a sentence with the exact fee.
  let cancelTerms: String
  let callUs: String?
  let bookHref: String

  static let fields: [Field<VisitPage>] = [
    .text("title") { $0.title },
    .text("heading") { $0.heading },
    .optionalText("notice") { $0.notice },
    .flag("isProblem") { $0.isProblem },
    .optionalText("off") { $0.off },
    .optionalText("answerHref") { $0.answerHref },
    .optionalText("request") { $0.request },
    .object("summary") { $0.summary },
    .optionalText("keepHref") { $0.keepHref },
    .optionalText("calendarHref") { $0.calendarHref },
    .optionalText("moveHref") { $0.moveHref },
    .optionalText("cancelAction") { $0.cancelAction },
    .text("cancelTerms") { $0.cancelTerms },
    .optionalText("callUs") { $0.callUs },
    .text("bookHref") { $0.bookHref },
  ]
  static let examples = [
    VisitPage(
      title: "Your visit", heading: "You are booked", notice: "You are booked.", isProblem: false, off: "Declined",
      answerHref: "/harbor/sign-in",
      request: "The practice answers by Friday.", summary: .example,
      keepHref: "https://praxis.example/harbor/visit/1/0-x",
      calendarHref: "/harbor/visit/1/0-x/calendar", moveHref: "/harbor/visit/1/0-x/move",
      cancelAction: "/harbor/visit/1/0-x/cancellation", cancelTerms: "Cancelling is free of charge now.",
      callUs: "Call 555 0100 to move it.", bookHref: "/harbor/book")
  ]

  private init(
    title: String, heading: String, notice: String?, isProblem: Bool, off: String?, answerHref: String?,
    request: String?, summary: VisitSummary,
    keepHref: String?, calendarHref: String?, moveHref: String?, cancelAction: String?, cancelTerms: String,
    callUs: String?, bookHref: String
  ) {
    (self.title, self.heading, self.notice, self.isProblem) = (title, heading, notice, isProblem)
    (self.off, self.answerHref) = (off, answerHref)
    (self.request, self.summary, self.keepHref) = (request, summary, keepHref)
    (self.calendarHref, self.moveHref) = (calendarHref, moveHref)
    (self.cancelAction, self.cancelTerms, self.callUs, self.bookHref) = (cancelAction, cancelTerms, callUs, bookHref)
  }

  init(_ visit: OpenedVisit, notice: Notice?, baseURL: String, in db: borrowing TenantReader) throws {
    let (text, appointment) = (visit.call.text, visit.appointment)
    let isCancelled = appointment.status == .cancelled
    summary = try VisitSummary(visit, in: db)
    let isRequest = appointment.status == .pending
    request = isRequest ? VisitPage.waiting(visit) : nil
    heading = text.text(
      isCancelled
        ? VisitPage.heading(visit.ended)
        : isRequest ? "visit.requestHeading" : notice == .booked ? "visit.bookedHeading" : "visit.heading")
    title = text.text("visit.title", ["date": summary.date, "time": summary.time])
    self.notice = notice.map { VisitPage.word($0, isMailed: visit.call.sendsMail, isRequest: isRequest, text) }
    isProblem = notice == .unchanged
    off = isCancelled ? text.text(VisitPage.badge(visit.ended)) : nil
    answerHref = visit.ended?.hasAnswer == true ? "/\(db.practice.slug)/sign-in" : nil
    keepHref = !visit.call.sendsMail && visit.mayCancel ? baseURL + visit.path : nil
    calendarHref = isRequest || visit.ended != nil ? nil : visit.path + "/calendar"
    moveHref = visit.mayMove ? visit.path + "/move" : nil
    cancelAction = visit.mayCancel ? visit.path + "/cancellation" : nil
    cancelTerms =
      visit.feeNow.map { text.text("visit.cancelFee", ["fee": visit.call.formats.money($0)]) }
      ?? text.text("visit.cancelFree")
    let phone = db.practice.phone
    callUs =
      visit.mayCancel && !visit.mayMove
      ? (phone.isEmpty ? text.text("visit.askUs") : text.text("visit.callUs", ["phone": phone])) : nil
    bookHref = "/\(db.practice.slug)/book"
  }

  private static func heading(_ ended: EndedRequest?) -> String {
    switch ended?.by {
    case .practice: "visit.declinedHeading"
    case .time: "visit.lapsedHeading"
    case .patient: "visit.withdrawnHeading"
    case nil: "visit.cancelledHeading"
    }
  }
  private static func badge(_ ended: EndedRequest?) -> String {
    switch ended?.by {
    case .practice: "visit.declinedBadge"
    case .time: "visit.lapsedBadge"
    case .patient: "visit.withdrawnBadge"
    case nil: "visit.cancelledBadge"
    }
  }

  private static func waiting(_ visit: OpenedVisit) -> String {
    guard visit.appointment.isOpenRequest(at: visit.call.now) else { return visit.call.text.text("visit.requestOver") }
    guard let by = visit.appointment.answerBy else { return visit.call.text.text("visit.requestOpen") }
    return visit.call.text.text(
      "visit.requestBy", ["deadline": visit.words.date(by) + ", " + visit.words.time(by)])
  }

  /// - Parameter isMailed: whether a mail about it goes out; if not, none is promised.
  private static func word(_ notice: Notice, isMailed: Bool, isRequest: Bool, _ text: Localizer) -> String {
    switch notice {
    case .booked where isRequest: text.text(isMailed ? "visit.requested" : "visit.requestedNoMail")
    case .booked: text.text(isMailed ? "visit.booked" : "visit.bookedNoMail")
    case .moved: text.text(isMailed ? "visit.moved" : "visit.movedNoMail")
    case .cancelled: text.text(isMailed ? "visit.cancelled" : "visit.cancelledNoMail")
    case .unchanged: text.text("visit.unchanged")
    }
  }
}

extension VisitSummary {
  init(_ visit: OpenedVisit, in db: borrowing TenantReader) throws {
    let appointment = visit.appointment
    let offering = try Offering.find(appointment.service, in: db)
    let person = try Resources.active(in: db).first { $0.id == appointment.assignment.practitioner }
    date = visit.words.date(appointment.span.start)
    time = visit.words.range(appointment.span)
    isoStart = InstantText.encode(appointment.span.start)
    zoneLabel = visit.words.label(at: appointment.span.start)
    service = offering?.service.name ?? ""
    practitioner = person?.name ?? ""
    let isVideo = offering?.service.mode == .video
    let found = try Places.find(appointment.assignment.location, in: db)
    place = isVideo ? visit.call.text.text("booking.byVideo") : Places.address(found, in: db)
    clock = VisitSummary.clock(appointment.span.start, at: found, isVideo: isVideo, visit.words, visit.call.text)
    price = appointment.price.minor > 0 ? visit.call.formats.money(appointment.price) : nil
    policy =
      visit.ended != nil
      ? nil
      : VisitSummary.policy(
        start: appointment.span.start, noticeMinutes: appointment.cancelNoticeMinutes,
        lateFee: appointment.lateFee.minor > 0 ? visit.call.formats.money(appointment.lateFee) : nil,
        now: visit.call.now, visit.words, visit.call.text)
  }
}
