import Core
import Crypto
import Database
import Templates

/// Puts a text together, or says why there is none.
struct TextWriter {
  let settings: MessagingSettings
  let now: Instant

  enum Written {
    case text(Outgoing)
    case not(Notice.State, NoticeOutcome)
  }

  func appointment(
    _ notice: Notice, _ rule: AppointmentRule, _ visit: Visit, also: [Visit], in db: borrowing TenantReader
  ) throws -> Written {
    try written(notice, to: visit.phone, in: db) {
      let base = settings.baseURL + "/" + db.practice.slug
      let series = try SeriesTimes.told(by: rule, of: visit, also, now: now, in: db).count
      let words = settings.catalogs.localizer(for: visit.language)
      return AppointmentText(
        kind: rule.kind, own: try NoticeTexts.find(rule, .sms, visit.language, in: db),
        values: TextValues(
          visit: visit, practice: db.practice,
          manageLink: settings.baseURL + (try db.managePath(visit.appointment, sequence: visit.sequence)),
          bookLink: base + "/book", words: words,
          times: try VisitTimes(visit, uses12HourClock: db.practice.uses12HourClock)), seriesCount: series, words: words
      ).text
    }
  }

  /// Of a time that became free: when it is, until when to answer, a link. Neither what it is for nor with whom.
  func offer(
    _ notice: Notice, _ id: EntityID, _ offer: WaitingOffer, in db: borrowing TenantReader
  ) throws -> Written {
    try written(notice, to: offer.phone, in: db) {
      let words = settings.catalogs.localizer(for: offer.language)
      let times = try VisitTimes(
        start: offer.start, end: offer.end, zoneName: db.practice.zoneName, language: offer.language,
        uses12HourClock: db.practice.uses12HourClock)
      let link = settings.baseURL + "/\(db.practice.slug)/offers/\(try db.offerToken(id).text)"
      let text = words.text(
        "sms.offer",
        [
          "practice": db.practice.name, "date": times.date, "time": times.shortTime,
          "moment": times.moment(offer.expiresAt), "link": link,
        ])
      return TextSegments.plain(text + "\n" + words.text("sms.stop"))
    }
  }

  private func written(
    _ notice: Notice, to phone: String?, in db: borrowing TenantReader, _ body: () throws -> String
  ) throws -> Written {
    guard let carrier = try Carriers.find(in: db), carrier.carries(notice.channel),
      let token = try Carriers.token(of: carrier, in: db)
    else { return .not(.notNeeded, .textOff) }
    guard let number = MobileNumber(phone ?? "", country: carrier.country) else {
      return .not(.notNeeded, .noNumber)
    }
    let text = OutgoingText(
      channel: notice.channel, to: number.text, body: try body(),
      statusAddress: settings.baseURL + StatusHook.path(db.practice.slug, notice.id))
    return .text(.text(text, carrier, token: token, settings.texts))
  }
}
