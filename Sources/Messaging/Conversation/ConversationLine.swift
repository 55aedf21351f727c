import Core
import Templates

/// One message of a conversation.
struct ConversationLine: TemplateModel {
  /// Of whoever reads the page.
  let isOurs: Bool
  let who: String
  let when: String
  let machineTime: String
  let text: String
  /// What it waits for; nil for one that waits for nothing.
  let badge: String?
  /// Whether and when the other side opened it, and how its mails and texts fared.
  let states: [String]
  /// Where it is taken back; nil for what has left and for who may not.
  let withheld: (action: String, id: WrittenMessageID)?

  static let fields: [Field<ConversationLine>] = [
    .flag("isOurs") { $0.isOurs },
    .text("who") { $0.who },
    .text("when") { $0.when },
    .text("machineTime") { $0.machineTime },
    .text("text") { $0.text },
    .optionalText("badge") { $0.badge },
    .strings("states") { $0.states },
    .optionalText("withholdAction") { $0.withheld?.action },
    .text("written") { $0.withheld?.id.description ?? "" },
  ]
  static let example = ConversationLine(
    isOurs: true, who: "Dr <Mira>", when: "Tuesday 17 March 2026, 09:30", machineTime: "2026-03-17T09:30",
    text: "Please <bring>\nwater", badge: "New", states: ["Not opened yet", "email: taken by the <mail> server"],
    withheld: (action: "/patients/1/conversation/withdrawal", id: WrittenMessageID(EntityID(high: 0, low: 1))))
  static let answer = ConversationLine(
    isOurs: false, who: "Erika", when: "18 March 2026, 09:30", machineTime: "2026-03-18T09:30", text: "Yes", badge: nil,
    states: [], withheld: nil)
}
