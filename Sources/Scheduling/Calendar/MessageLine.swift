import Core
import Routing
import Templates
import Web

/// One message in an appointment's timeline.
struct MessageLine: TemplateModel {
  let icon: String
  let what: String
  let state: String
  /// What the other server said, in its own words.
  let answer: String?
  /// It is still to come.
  let isNext: Bool

  static let fields: [Field<MessageLine>] = [
    .text("icon") { $0.icon },
    .text("what") { $0.what },
    .text("state") { $0.state },
    .optionalText("answer") { $0.answer },
    .flag("isNext") { $0.isNext },
  ]
}

/// Whether the patient is told of a change: a choice of the form, or why there is none.
struct NotifyChoice: TemplateModel {
  let isOn: Bool
  /// Nil where the patient can be told.
  let whyNot: String?

  static let fields: [Field<NotifyChoice>] = [
    .flag("isOn") { $0.isOn },
    .optionalText("whyNot") { $0.whyNot },
  ]

  /// - Parameter form: what was sent, when the form comes back.
  init(_ telling: Telling, _ form: Form?, _ text: Localizer) {
    isOn = form.map { NotifyChoice.tells($0) } ?? true
    whyNot = telling.isTold ? nil : text.text(telling.words)
  }
  init(isOn: Bool, whyNot: String?) { (self.isOn, self.whyNot) = (isOn, whyNot) }

  /// A form that did not ask, such as an undo, tells.
  static func tells(_ form: Form) -> Bool { form["notify-asked"] == nil || form["notify"] == "yes" }
}

extension AppointmentDrawing {
  func lines(_ messages: AppointmentMessages) -> [MessageLine] {
    messages.entries.map { entry in
      MessageLine(
        icon: icon(entry), what: what(entry), state: state(entry, messages.telling), answer: answer(entry),
        isNext: entry.state == "waiting")
    }
  }

  private func icon(_ entry: AppointmentMessages.Entry) -> String {
    switch entry.state {
    case "sent": "check"
    case "failed": "alert"
    case "notNeeded": "minus"
    default: "clock"
    }
  }

  private func what(_ entry: AppointmentMessages.Entry) -> String {
    let kind = entry.rule.utf8.prefix {
      $0 != UInt8(ascii: "-") && !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
    }
    return call.text.text("notice.rule.\(String(decoding: kind, as: UTF8.self))") + ", "
      + call.text.text("notice.channel.\(entry.channel)")
  }

  private func state(_ entry: AppointmentMessages.Entry, _ telling: Telling) -> String {
    let text = call.text
    if entry.state == "waiting" {
      let planned = text.text("calendar.messages.waiting", ["when": moment(entry.sendAt)])
      // The portal tells them; this mail still has nobody to go to.
      let noMail = telling == .portal ? (call.sendsMail ? .noAddress : .mailOff) : telling
      let why = telling == .mail || entry.channel != "email" ? nil : text.text(noMail.words)
      return [planned, why].compactMap { $0 }.joined(separator: " ")
    }
    if entry.state == "sending" { return text.text("calendar.messages.sending") }
    let when = entry.endedAt.map(moment) ?? moment(entry.sendAt)
    if entry.reason == "notTold" {
      let who = entry.decidedBy ?? text.text("calendar.history.byStaff")
      return text.text("calendar.messages.notTold", ["who": who, "when": when])
    }
    let why = entry.reason.isEmpty ? entry.outcome : text.text("notice.reason.\(entry.reason)")
    let isThere = entry.channel == "inApp"
    return entry.state == "sent"
      ? text.text("calendar.messages.sent", ["when": when, "how": why]) + (isThere ? ". " + reading(entry) : "")
      : text.text("calendar.messages.notSent", ["when": when, "why": why])
  }

  /// Whether what stands in the portal was opened there.
  private func reading(_ entry: AppointmentMessages.Entry) -> String {
    guard let readAt = entry.readAt else { return call.text.text("calendar.messages.unread") }
    let key = entry.isReadByGuardian ? "calendar.messages.readByGuardian" : "calendar.messages.read"
    return call.text.text(key, ["when": moment(readAt)])
  }

  /// Behind the words that Messaging stored before it.
  private func answer(_ entry: AppointmentMessages.Entry) -> String? {
    guard ["refused", "later", "givenUp"].contains(entry.reason) || entry.reason.hasPrefix("text-"),
      let colon = entry.outcome.utf8.firstIndex(of: UInt8(ascii: ":"))
    else { return nil }
    return String(entry.outcome[entry.outcome.utf8.index(after: colon)...].drop { $0 == " " })
  }
}
