import Core
import Database
import Routing
import Templates

/// What a text looks like, with an appointment of nobody.
struct TextPreview {
  /// Nil for what has none.
  let subject: String?
  let lines: [String]
  /// How a carrier counts it; nil for a mail.
  let parts: String?

  init(
    _ kind: AppointmentRule.Kind, _ channel: Channel, _ language: Language, _ text: NoticeText, _ call: Call,
    _ settings: MessagingPageSettings, _ db: borrowing TenantReader
  ) throws {
    let visit = try SampleVisit.make(kind, language, now: call.now, in: db)
    let words = call.text.speaking(language)
    let times = try VisitTimes(visit, uses12HourClock: db.practice.uses12HourClock)
    let whole: String
    if channel == .email {
      let base = "https://…/\(db.practice.slug)"
      let mail = AppointmentMail(
        rule: kind.sample, visit: visit, series: [], own: text, practice: db.practice, manageLink: base + "/visit/…",
        bookLink: base + (kind == .comeAgain ? "/book?service=…" : "/book"), signInLink: base + "/sign-in",
        confirms: true,
        consentLink: "https://…/unsubscribe/\(db.practice.slug)/…", words: words,
        times: times,
        now: call.now)
      (subject, parts, whole) = (mail.subject, nil, mail.text)
    } else {
      // As long as a real one: links are most of what is paid for.
      let link = settings.baseURL + (try db.managePath(visit.appointment, sequence: 0))
      let values = TextValues(
        visit: visit, practice: db.practice, manageLink: link,
        bookLink: settings.baseURL + "/\(db.practice.slug)/book", words: words, times: times)
      whole = AppointmentText(kind: kind, own: text, values: values, seriesCount: 0, words: words).text
      let counted = TextSegments(whole)
      subject = nil
      parts = call.text.text(
        counted.alphabet == .gsm7 ? "messages.text.parts.plain" : "messages.text.parts.wide", count: counted.count,
        ["units": "\(counted.units)"])
    }
    lines = whole.utf8.split(separator: 0x0a, omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
  }
}
