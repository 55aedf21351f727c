import Core
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
    guard let carrier = try Carriers.find(in: db), carrier.carries(notice.channel),
      let token = try Carriers.token(of: carrier, in: db)
    else { return .not(.notNeeded, .textOff) }
    guard let number = MobileNumber(visit.phone ?? "", country: carrier.country) else {
      return .not(.notNeeded, .noNumber)
    }
    let base = settings.baseURL + "/" + db.practice.slug
    let series = try SeriesTimes.told(by: rule, of: visit, also, now: now, in: db).count
    let words = settings.catalogs.localizer(for: visit.language)
    let body = AppointmentText(
      kind: rule.kind, own: try NoticeTexts.find(rule, .sms, visit.language, in: db),
      values: TextValues(
        visit: visit, practice: db.practice,
        manageLink: settings.baseURL + (try db.managePath(visit.appointment, sequence: visit.sequence)),
        bookLink: base + "/book", words: words,
        times: try VisitTimes(visit, uses12HourClock: db.practice.uses12HourClock)), seriesCount: series, words: words
    ).text
    let text = OutgoingText(
      channel: notice.channel, to: number.text, body: body,
      statusAddress: settings.baseURL + StatusHook.path(db.practice.slug, notice.id))
    return .text(.text(text, carrier, token: token, settings.texts))
  }
}
