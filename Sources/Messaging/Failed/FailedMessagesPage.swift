import Core
import Database
import Routing
import Templates

/// `GET /messages/failed`
struct FailedMessagesPage: PatientDataPage {
  static let template = "messaging/failed-messages"
  let title: String
  let summary: String
  let notice: String?
  let rows: [FailedMessageRow]

  /// Whose messages stand on it: one event with their number.
  var accessEvents: [AuditEvent] {
    rows.isEmpty ? [] : [AuditEvent("messages.list", "messaging_notice", nil, fields: ["rows=\(rows.count)"])]
  }

  static let fields: [Field<FailedMessagesPage>] = [
    .text("title") { $0.title },
    .text("summary") { $0.summary },
    .optionalText("notice") { $0.notice },
    .flag("hasRows") { !$0.rows.isEmpty },
    .list("rows") { $0.rows },
  ]
  static let examples = [
    FailedMessagesPage(title: "Messages", summary: "Nothing", notice: nil, rows: []),
    FailedMessagesPage(title: "Messages", summary: "1", notice: "Done.", rows: [.example]),
  ]
}

struct FailedMessageRow: TemplateModel {
  let patient: String
  let appointmentHref: String
  let appointment: String
  let what: String
  let why: String
  /// What the server said, in its own words.
  let answer: String?
  let path: String
  /// After the visit there is nothing left to say.
  let canRetry: Bool

  static let fields: [Field<FailedMessageRow>] = [
    .text("patient") { $0.patient },
    .text("appointmentHref") { $0.appointmentHref },
    .text("appointment") { $0.appointment },
    .text("what") { $0.what },
    .text("why") { $0.why },
    .optionalText("answer") { $0.answer },
    .text("path") { $0.path },
    .flag("canRetry") { $0.canRetry },
  ]
  static let example = FailedMessageRow(
    patient: "Ola <Nordmann>", appointmentHref: "/appointments/1", appointment: "Tuesday 10 March, 10:00",
    what: "Reminder, email", why: "the server refused it", answer: "550 <no> such mailbox", path: "/messages/1",
    canRetry: true)

  private init(
    patient: String, appointmentHref: String, appointment: String, what: String, why: String, answer: String?,
    path: String, canRetry: Bool
  ) {
    (self.patient, self.appointmentHref, self.appointment) = (patient, appointmentHref, appointment)
    (self.what, self.why, self.answer, self.path, self.canRetry) = (what, why, answer, path, canRetry)
  }

  init(_ notice: FailedNotice, zone: Zone, _ call: Call) {
    let kind = AppointmentRule(rawValue: notice.rule)?.kind.rawValue ?? notice.rule
    let time = notice.start.map { start in
      let local = zone.local(start)
      return call.formats.date(local.date, .long) + ", " + call.formats.time(local.time)
    }
    let reason = notice.reason
    self.init(
      patient: notice.patientName.full, appointmentHref: notice.about.href,
      appointment: time ?? call.text.text(notice.about.words),
      what: call.text.text("notice.rule.\(kind)") + ", "
        + call.text.text("notice.channel.\(notice.channel.rawValue)"),
      why: reason.isEmpty ? notice.outcome : call.text.text("notice.reason.\(reason)"),
      answer: NoticeOutcome.serverWords(reason, notice.outcome), path: "/messages/\(notice.id)",
      canRetry: notice.isTimely)
  }
}
