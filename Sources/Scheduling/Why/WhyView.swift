import Core
import Database
import Routing
import Templates

/// The answer to "why is this time not free?", in sentences.
struct WhyView: TemplateModel {
  let heading: String
  let people: [WhyPerson]
  /// Appointments of others that are named.
  let named: Int

  /// What the trail says of showing it; nil when nobody is named.
  var read: AuditEvent? { ConflictWords.read(named) }

  static let fields: [Field<WhyView>] = [
    .text("heading") { $0.heading },
    .list("people") { $0.people },
  ]
  static let example = WhyView(
    heading: "Talk, Tuesday 9 March 2027, 10:00",
    people: [
      WhyPerson(
        who: "Dr <Mira>", verdict: .taken, word: "Not free",
        reasons: [WhyReason(sentence: "No room is free:", details: ["Room 1: <b>Ola</b>"], isOnlineOnly: true)],
        bookHref: "/appointments/new")
    ], named: 1)
}

/// What is in the way of one practitioner.
struct WhyPerson: TemplateModel {
  enum Verdict: Sendable { case free, staffOnly, taken }
  let who: String
  let verdict: Verdict
  let word: String
  let reasons: [WhyReason]
  /// Where staff book it; nil for those who may not, and when it cannot be had without saying why.
  let bookHref: String?

  static let fields: [Field<WhyPerson>] = [
    .text("who") { $0.who },
    .flag("isFree") { $0.verdict == .free },
    .flag("isStaffOnly") { $0.verdict == .staffOnly },
    .flag("isTaken") { $0.verdict == .taken },
    .text("word") { $0.word },
    .flag("hasReasons") { !$0.reasons.isEmpty },
    .list("reasons") { $0.reasons },
    .optionalText("bookHref") { $0.bookHref },
  ]
}

/// One sentence, with more of the same kind below it where each room has a reason of its own.
struct WhyReason: TemplateModel {
  let sentence: String
  let details: [String]
  let isOnlineOnly: Bool

  static let fields: [Field<WhyReason>] = [
    .text("sentence") { $0.sentence },
    .flag("hasDetails") { !$0.details.isEmpty },
    .strings("details") { $0.details },
    .flag("isOnlineOnly") { $0.isOnlineOnly },
  ]
}
