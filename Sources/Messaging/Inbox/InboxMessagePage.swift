import Routing
import Templates

/// `GET /portal/messages/{message}`
struct InboxMessagePage: Page {
  static let template = "messaging/inbox-message"
  let title: String
  let patient: String?
  /// Of the message, which may differ from the page's.
  let language: String
  let direction: String
  let date: String
  let machineDate: String
  let paragraphs: [Paragraph]
  /// Where a message that nobody has opened is marked as read; nil for others.
  let markAction: String?
  let href: String
  let action: String

  struct Paragraph: TemplateModel {
    let lines: [String]
    static let fields: [Field<Paragraph>] = [.list("lines") { $0.lines.map { Line(text: $0) } }]
  }
  struct Line: TemplateModel {
    let text: String
    static let fields: [Field<Line>] = [.text("text") { $0.text }]
  }

  static let fields: [Field<InboxMessagePage>] = [
    .text("title") { $0.title },
    .optionalText("patientName") { $0.patient },
    .text("language") { $0.language },
    .text("direction") { $0.direction },
    .text("date") { $0.date },
    .text("machineDate") { $0.machineDate },
    .list("paragraphs") { $0.paragraphs },
    .optionalText("markAction") { $0.markAction },
    .text("href") { $0.href },
    .text("action") { $0.action },
  ]
  static let examples = [
    InboxMessagePage(
      title: "Harbour <Lane>: your appointment", patient: nil, language: "en", direction: "ltr",
      date: "Tuesday 17 March 2026, 09:30", machineDate: "2026-03-17T09:30",
      paragraphs: [
        Paragraph(lines: ["Your appointment is booked."]), Paragraph(lines: ["When: <Tuesday>", "With: M"]),
      ],
      markAction: "/portal/messages/0190/reading", href: "/harbor/visit/1/2", action: "See, move or cancel it"),
    InboxMessagePage(
      title: "בדיקה", patient: "<Max>", language: "he", direction: "rtl", date: "17 March 2026, 09:30",
      machineDate: "2026-03-17T09:30", paragraphs: [], markAction: nil, href: "/harbor/book", action: "Book"),
  ]
}
