import Core
import Database
import Routing
import Templates
import Web

/// The waitlist as staff see and steer it.
enum WaitlistHandlers {
  static let path = "/calendar/waitlist"

  /// `GET /calendar/waitlist`
  static func list(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let key: String? =
      switch call.query["done"] {
      case "added": "waitlist.done.added"
      case "changed": "waitlist.done.changed"
      case "removed": "waitlist.done.removed"
      case "withdrawn": "waitlist.done.withdrawn"
      case "offered": call.sendsMail ? "waitlist.done.offered" : "waitlist.done.offeredNoMail"
      default: nil
      }
    return .page(try page(call, notice: key.map { call.text.text($0) }, isProblem: false, in: db))
  }

  static func page(
    _ call: Call, notice: String?, isProblem: Bool, in db: borrowing TenantReader
  ) throws -> WaitlistPage {
    let words = WishWords(call: call, places: try PlaceNames.read(in: db))
    let reach = try PatientReach.of(.readSchedule, now: call.now, in: db)
    let canChange = CalendarHandlers.canChange(db.scope)
    let wishes = try WaitlistRows.wishes(within: reach, in: db)
    let out = try WaitlistRows.offersOut(within: reach, now: call.now, in: db)
    let ended = try WaitlistRows.offersEnded(within: reach, now: call.now, in: db)
    return WaitlistPage(
      title: call.text.text("waitlist.title"), notice: notice, isProblem: isProblem,
      newHref: canChange ? path + "/new" : nil,
      wishes: wishes.map { wish($0, words, canChange: canChange && $0.patient != nil) },
      offers: out.map { offer($0, words, canChange: canChange && $0.patient != nil) },
      ended: ended.map { row($0, words) },
      named: wishes.count { $0.patient != nil } + (out + ended).count { $0.patient != nil })
  }

  private static func wish(_ row: WaitlistRows.Wish, _ words: WishWords, canChange: Bool) -> WishRow {
    let here = path + "/\(row.entry.id)"
    return WishRow(
      who: who(row.patient, words), href: row.patient.map { _ in "/patients/\(row.entry.patient)" },
      what: row.patient == nil ? row.practitioner ?? "" : words.what(row.service, row.practitioner),
      when: words.when(row.entry.wish), since: words.moment(row.entry.createdAt),
      isOffered: row.entry.state == .offered, editHref: canChange ? here + "/edit" : nil,
      removal: canChange ? here + "/removal" : nil)
  }

  private static func offer(_ row: WaitlistRows.Offered, _ words: WishWords, canChange: Bool) -> OfferRow {
    OfferRow(
      who: who(row.patient, words), href: row.patient.map { _ in "/patients/\(row.offer.patient)" },
      what: row.patient == nil ? row.practitioner : words.what(row.service, row.practitioner),
      when: words.visit(row.offer, isByVideo: row.isByVideo), until: words.moment(row.offer.expiresAt),
      by: row.offeredBy,
      withdrawal: canChange ? path + "/offers/\(row.offer.id)/withdrawal" : nil)
  }

  private static func row(_ row: WaitlistRows.Offered, _ words: WishWords) -> EndedRow {
    EndedRow(
      who: who(row.patient, words),
      what: row.patient == nil ? row.practitioner : words.what(row.service, row.practitioner),
      when: words.visit(row.offer, isByVideo: row.isByVideo),
      outcome: words.outcome(row.offer.state(at: words.call.now)),
      offered: words.moment(row.offer.createdAt))
  }

  private static func who(_ name: PersonName?, _ words: WishWords) -> String {
    name?.full ?? words.call.text.text("calendar.outOfReach")
  }

  /// `POST /calendar/waitlist/{entry}/removal`
  static func remove(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let entry = try reached(call, in: db.reader)
    do {
      try OfferAnswers.remove(entry, now: call.now, in: db)
      return .redirect(path + "?done=removed")
    } catch is OfferRefusal {
      return try over(call, in: db.reader)
    }
  }

  /// `POST /calendar/waitlist/offers/{offer}/withdrawal`
  static func withdraw(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let reach = try PatientReach.of(.changeSchedule, now: call.now, in: db.reader)
    guard let offer = try Offers.find(try call.id("offer"), in: db.reader),
      try PatientLookup.isReached(offer.patient, within: reach, in: db.reader)
    else { throw Refusal.notFound }
    do {
      try OfferAnswers.withdraw(offer, now: call.now, in: db)
      return .redirect(path + "?done=withdrawn")
    } catch is SlotRefusal {
      return try over(call, in: db.reader)
    }
  }

  /// The list, when what was to be changed has changed by itself.
  static func over(_ call: Call, in db: borrowing TenantReader) throws -> Reply {
    .page(try page(call, notice: call.text.text("waitlist.over"), isProblem: true, in: db), status: 409)
  }

  /// The wish of the address, when its patient is within reach.
  static func reached(_ call: Call, in db: borrowing TenantReader) throws -> WaitlistEntry {
    let reach = try PatientReach.of(.changeSchedule, now: call.now, in: db)
    guard let entry = try WaitlistEntries.find(try call.id("entry"), in: db),
      try PatientLookup.isReached(entry.patient, within: reach, in: db)
    else { throw Refusal.notFound }
    return entry
  }
}
