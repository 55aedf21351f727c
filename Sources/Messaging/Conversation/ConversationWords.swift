import Core
import Routing
import Templates

/// Messages in words.
struct ConversationWords {
  let call: Call
  let zone: Zone
  /// Whether staff read it, or the patient's side.
  let isForStaff: Bool
  /// Whether the reader may see where words went.
  var showsRecipients = false
  /// Whether the reader may take words back that have not left.
  var withholdAction: String?

  func line(_ message: WrittenMessage, _ deliveries: [MessageDelivery]) -> ConversationLine {
    let isOurs = message.isFromStaff == isForStaff
    return ConversationLine(
      isOurs: isOurs, who: who(message), when: moment(message.writtenAt),
      machineTime: zone.local(message.writtenAt).description, text: message.text,
      badge: isForStaff ? badge(message, deliveries) : nil,
      states: isForStaff ? states(message, deliveries) + deliveries.map(delivery) : medium(message),
      withheld: deliveries.contains { $0.bringsWords && $0.state == .waiting }
        ? withholdAction.map { (action: $0, id: message.id) } : nil)
  }

  func moment(_ instant: Instant) -> String {
    let local = zone.local(instant)
    return call.formats.date(local.date, .long) + ", " + call.formats.time(local.time)
  }

  private func who(_ message: WrittenMessage) -> String {
    switch message.author {
    case .staff: message.writer ?? call.text.text("conversation.practice")
    case .patient: call.text.text(isForStaff ? "conversation.patient" : "conversation.byPatient")
    case .guardian: call.text.text("conversation.guardian")
    }
  }

  private func badge(_ message: WrittenMessage, _ deliveries: [MessageDelivery]) -> String? {
    if message.isOpen { return call.text.text("conversation.open") }
    let isLost = deliveries.contains { $0.bringsWords && $0.hasFailed }
    return isLost ? call.text.text("conversation.sent.badge") : nil
  }

  /// How it left, where that was not the portal in which it is read.
  private func medium(_ message: WrittenMessage) -> [String] {
    message.medium == .portal ? [] : [call.text.text("conversation.sent.by.\(message.medium.rawValue)")]
  }

  private func states(_ message: WrittenMessage, _ deliveries: [MessageDelivery]) -> [String] {
    guard message.isFromStaff else {
      guard let at = message.closedAt else { return [] }
      let key = message.isAnswered ? "conversation.answered" : "conversation.laidAside"
      return [
        call.text.text(
          key, ["who": message.closer ?? call.text.text("conversation.practice"), "when": moment(at)])
      ]
    }
    // How it fared says by what it left, as long as that is known: it goes with the contact data.
    guard message.medium == .portal else {
      return deliveries.contains(where: \.bringsWords) ? [] : medium(message)
    }
    let portal = call.text.text("conversation.sent.by.portal")
    guard let at = message.readAt, let reader = message.readBy else {
      return [portal, call.text.text("conversation.unread")]
    }
    return [portal, call.text.text("conversation.readBy.\(reader.rawValue)", ["when": moment(at)])]
  }

  private func delivery(_ delivery: MessageDelivery) -> String {
    if delivery.bringsWords { return sending(delivery) }
    let channel = call.text.text("notice.channel.\(delivery.channel.rawValue)")
    let what =
      switch delivery.state {
      case .waiting: call.text.text("conversation.told.waiting", ["when": moment(delivery.at)])
      case .sending: call.text.text("conversation.told.sending")
      case .sent, .notNeeded, .failed:
        (delivery.reason.isEmpty ? "" : call.text.text("notice.reason.\(delivery.reason)") + ", ")
          + moment(delivery.at)
      }
    return call.text.text("conversation.told.by", ["channel": channel, "what": what])
  }

  /// How words left that are read where they arrive.
  private func sending(_ delivery: MessageDelivery) -> String {
    let why = delivery.reason.isEmpty ? "" : call.text.text("notice.reason.\(delivery.reason)")
    let known = why.isEmpty ? moment(delivery.at) : why + ", " + moment(delivery.at)
    let what =
      switch delivery.state {
      case .waiting where !why.isEmpty: call.text.text("conversation.sent.again", ["when": moment(delivery.at)])
      case .waiting where delivery.at > call.now:
        call.text.text("conversation.sent.held", ["when": moment(delivery.at)])
      case .waiting: call.text.text("conversation.sent.soon")
      case .sending: call.text.text("conversation.told.sending")
      case .sent:
        known + (delivery.parts.map { ", " + call.text.text("conversation.sent.parts", count: $0) } ?? "")
      case .failed, .notNeeded:
        delivery.hasFailed || delivery.state == .notNeeded
          ? call.text.text("conversation.sent.not", ["why": why, "when": moment(delivery.at)]) : known
      }
    var by = call.text.text("conversation.sent.by.\(delivery.channel.rawValue)")
    if showsRecipients, !delivery.recipient.isEmpty {
      let address = Isolation(language: call.language)(delivery.recipient)
      by = call.text.text("conversation.sent.to", ["by": by, "address": address])
    }
    return call.text.text("conversation.told.by", ["channel": by, "what": what])
  }

  /// How the patient's side is told that something waits, and who can read it besides the patient.
  func told(_ person: MessagePerson) -> String {
    let recipients = person.recipients
    let key =
      recipients.isEmpty ? "nobody" : !call.sendsMail ? "mailOff" : recipients[0].account == nil ? "email" : "guardian"
    let told = call.text.text("conversation.told.\(key)")
    return [told, readers(person)].compactMap { $0 }.joined(separator: " ")
  }

  /// Who reads the portal besides the patient; nil where nobody does.
  func readers(_ person: MessagePerson) -> String? {
    person.guardians.isEmpty ? nil : call.text.text("conversation.told.readers", count: person.guardians.count)
  }
}
