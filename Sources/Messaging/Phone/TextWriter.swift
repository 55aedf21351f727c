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
    let words = settings.catalogs.localizer(for: visit.language)
    let values = TextValues(
      visit: visit, practice: db.practice,
      manageLink: settings.baseURL + (try db.managePath(visit.appointment, sequence: visit.sequence)),
      bookLink: settings.baseURL + "/" + db.practice.slug + "/book", words: words,
      times: try VisitTimes(visit, uses12HourClock: db.practice.uses12HourClock))
    return try written(notice, to: visit.phone, in: db) {
      if notice.channel == .whatsapp {
        // WhatsApp has approved words about cancelled appointments, not about a request that was taken back.
        guard !visit.isWithdrawal(rule.kind) else { return nil }
        guard let id = try Contents.find(rule, visit.language, in: db) else { return nil }
        return .approved(ApprovedContent(id: id, values: approved(rule, values)))
      }
      let series = try SeriesTimes.told(by: rule, of: visit, also, now: now, in: db).count
      return .own(
        AppointmentText(
          kind: rule.kind, isWithdrawal: visit.isWithdrawal(rule.kind),
          own: try NoticeTexts.find(rule, .sms, visit.language, in: db), values: values,
          seriesCount: series, words: words
        ).text)
    }
  }

  /// What the four variables of an approved template stand for. Nothing of an illness, whatever the template says.
  private func approved(_ rule: AppointmentRule, _ values: TextValues) -> [String] {
    let variables: [TextVariable] =
      switch rule.kind {
      case .confirmation, .change, .request, .decline, .welcome, .reminder: [.practice, .date, .time, .link]
      case .cancellation, .lapse, .followUp, .comeAgain: [.practice, .date, .time, .booking]
      }
    return variables.map { values($0, isolated: false) }
  }

  /// Of a time that became free: when it is, until when to answer, a link. Neither what it is for nor with whom.
  func offer(
    _ notice: Notice, _ id: EntityID, _ offer: WaitingOffer, in db: borrowing TenantReader
  ) throws -> Written {
    try written(notice, to: offer.phone, in: db) {
      let words = settings.catalogs.localizer(for: offer.language)
      let times = try VisitTimes(
        start: offer.start, end: offer.end, zoneName: offer.zoneName, language: offer.language,
        uses12HourClock: db.practice.uses12HourClock)
      let link = settings.baseURL + "/\(db.practice.slug)/offers/\(try db.offerToken(id).text)"
      let text = words.text(
        "sms.offer",
        [
          "practice": db.practice.name, "date": times.date, "time": times.shortTime,
          "moment": times.moment(offer.expiresAt), "link": link,
        ])
      return .own(TextSegments.plain(text + "\n" + words.text("sms.stop")))
    }
  }

  /// Words of the practice as they were written.
  func words(_ notice: Notice, _ typed: String, to phone: String?, in db: borrowing TenantReader) throws -> Written {
    try written(notice, to: phone, in: db) {
      .own(
        WrittenText(
          practice: db.practice.name, phone: db.practice.phone, typed: typed,
          words: settings.catalogs.localizer(for: notice.language)
        ).body)
    }
  }

  private enum Said {
    case own(String)
    case approved(ApprovedContent)
  }

  /// - Parameter words: nil where WhatsApp has approved none.
  private func written(
    _ notice: Notice, to phone: String?, in db: borrowing TenantReader, _ words: () throws -> Said?
  ) throws -> Written {
    guard let carrier = try Carriers.find(in: db), carrier.carries(notice.channel),
      let token = try Carriers.token(of: carrier, in: db)
    else { return .not(.notNeeded, notice.channel == .whatsapp ? .whatsAppOff : .textOff) }
    guard let number = MobileNumber(phone ?? "", country: carrier.country) else {
      return .not(.notNeeded, .noNumber)
    }
    let status = settings.baseURL + StatusHook.path(db.practice.slug, notice.id)
    let text: OutgoingText
    switch try words() {
    case nil: return .not(.notNeeded, .noContent)
    case .own(let body):
      text = OutgoingText(channel: notice.channel, to: number.text, body: body, statusAddress: status)
    case .approved(let content):
      text = OutgoingText(
        channel: notice.channel, to: number.text, body: "", statusAddress: status, content: content)
    }
    return .text(.text(text, carrier, token: token, settings.texts))
  }
}
