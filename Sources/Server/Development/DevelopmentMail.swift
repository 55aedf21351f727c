import Database
import Outbound
import Routing
import Templates
import Web

/// `/dev/mail`: what was written in place of sending it.
struct DevelopmentMail: Sendable {
  let folder: MailFolder
  /// Newest mails a list shows.
  static let limit = 100

  @Sendable func list(_ call: Call, _ db: borrowing SystemConnection) throws -> Reply {
    let mails = try folder.list().prefix(Self.limit).compactMap { name -> DevelopmentMailPage.Line? in
      guard let bytes = try folder.read(name: name) else { return nil }
      let mail = MailSummary(eml: bytes)
      return DevelopmentMailPage.Line(name: name, subject: mail.subject, to: mail.to, date: mail.date)
    }
    return .page(DevelopmentMailPage(title: call.text.text("development.mail"), mails: mails))
  }

  @Sendable func show(_ call: Call, _ db: borrowing SystemConnection) throws -> Reply {
    guard let name = call.parameters["name"], let bytes = try folder.read(name: name) else { throw Refusal.notFound }
    return .page(DevelopmentMessagePage(mail: MailSummary(eml: bytes)))
  }
}

struct DevelopmentMailPage: Page {
  static let template = "development/development-mail"
  let title: String
  let mails: [Line]

  struct Line: TemplateModel {
    let name: String
    let subject: String
    let to: String
    let date: String
    static let fields: [Field<Line>] = [
      .text("name") { $0.name },
      .text("subject") { $0.subject },
      .text("to") { $0.to },
      .text("date") { $0.date },
    ]
  }

  static let fields: [Field<DevelopmentMailPage>] = [
    .text("title") { $0.title },
    .list("mails") { $0.mails },
  ]
  static let examples = [
    DevelopmentMailPage(title: "Mail", mails: []),
    DevelopmentMailPage(
      title: "Mail", mails: [Line(name: "a.eml", subject: "Your visit", to: "<pat@example.org>", date: "Tue")]),
  ]
}

struct DevelopmentMessagePage: Page {
  static let template = "development/development-message"
  let mail: MailSummary

  static let fields: [Field<DevelopmentMessagePage>] = [
    .text("title") { $0.mail.subject },
    .text("from") { $0.mail.from },
    .text("to") { $0.mail.to },
    .text("date") { $0.mail.date },
    .list("parts") { MailTextPart.parts(of: $0.mail.text) },
  ]
  static let examples = [
    DevelopmentMessagePage(mail: MailSummary(eml: Array("Subject: Hello\r\n\r\nSee https://praxis.example/a .".utf8)))
  ]
}
