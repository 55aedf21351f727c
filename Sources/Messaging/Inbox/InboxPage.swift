import Routing
import Templates

/// `GET /portal/messages`
struct InboxPage: Page {
  static let template = "messaging/inbox"
  let title: String
  /// Nil when they are the reader's own.
  let patient: String?
  let rows: [InboxRow]
  let newerHref: String?
  let olderHref: String?

  static let fields: [Field<InboxPage>] = [
    .text("title") { $0.title },
    .optionalText("patientName") { $0.patient },
    .flag("hasRows") { !$0.rows.isEmpty },
    .list("rows") { $0.rows },
    .flag("hasPages") { $0.newerHref != nil || $0.olderHref != nil },
    .optionalText("newerHref") { $0.newerHref },
    .optionalText("olderHref") { $0.olderHref },
  ]
  static let examples = [
    InboxPage(title: "Messages", patient: nil, rows: [], newerHref: nil, olderHref: nil),
    InboxPage(
      title: "Messages", patient: "<Max>",
      rows: [InboxRow.example(isNew: true), InboxRow.example(isNew: false)],
      newerHref: "/portal/messages?page=1", olderHref: "/portal/messages?page=3"),
  ]
}

/// One message in the list.
struct InboxRow: TemplateModel {
  /// Of one that nobody has opened: opening it says so.
  let openAction: String?
  let href: String
  let subject: String
  let language: String
  let direction: String
  let date: String
  let machineDate: String

  static let fields: [Field<InboxRow>] = [
    .optionalText("openAction") { $0.openAction },
    .text("href") { $0.href },
    .text("subject") { $0.subject },
    .text("language") { $0.language },
    .text("direction") { $0.direction },
    .text("date") { $0.date },
    .text("machineDate") { $0.machineDate },
  ]
  static func example(isNew: Bool) -> InboxRow {
    InboxRow(
      openAction: isNew ? "/portal/messages/0190/reading" : nil, href: "/portal/messages/0190",
      subject: "Harbour <Lane>: your appointment, 24 March, 11:00", language: "en", direction: "ltr",
      date: "Tuesday 17 March 2026, 09:30", machineDate: "2026-03-17T09:30")
  }
}
