import Core
import Database
import Routing
import Templates
import Web

/// One way in which a message can reach the patient: to be chosen, or with the reason why it cannot be.
struct MediumChoice: TemplateModel {
  let medium: String
  let label: String
  /// What to know before it is chosen, or why it cannot be.
  let hints: [String]
  let isPossible: Bool
  let isChosen: Bool
  /// Where a consent that is missing is written down; nil where none is.
  let consentHref: String?

  static let fields: [Field<MediumChoice>] = [
    .text("medium") { $0.medium },
    .text("label") { $0.label },
    .strings("hints") { $0.hints },
    .flag("isPossible") { $0.isPossible },
    .flag("isChosen") { $0.isChosen },
    .optionalText("consentHref") { $0.consentHref },
  ]
  static let examples = [
    MediumChoice(
      medium: "portal", label: "Portal", hints: ["Read <there>"], isPossible: true, isChosen: true, consentHref: nil),
    MediumChoice(
      medium: "sms", label: "SMS", hints: ["Not agreed"], isPossible: false, isChosen: false,
      consentHref: "/patients/1/consents"),
  ]

  /// Chosen is what was chosen before; on a fresh form the portal, and nothing where that is not possible: what is not
  /// sealed nobody sends without having said so.
  static func all(
    _ media: MessageMedia, _ shared: SharedContacts, _ words: ConversationWords, _ practice: PracticeProfile
  ) -> [MediumChoice] {
    let chosen = words.call.form["medium"] ?? WrittenMessage.Medium.portal.rawValue
    return WrittenMessage.Medium.allCases.map { medium in
      let obstacle = media.obstacle(to: medium)
      return MediumChoice(
        medium: medium.rawValue, label: words.call.text.text("conversation.medium.\(medium.rawValue)"),
        hints: obstacle.map { [words.call.text.text("conversation.cannot.\($0.rawValue)")] }
          ?? hints(medium, media, shared, words, practice),
        isPossible: obstacle == nil, isChosen: obstacle == nil && chosen == medium.rawValue,
        consentHref: obstacle?.isMissingConsent == true ? "/patients/\(media.person.patient)/consents" : nil)
    }
  }

  private static func hints(
    _ medium: WrittenMessage.Medium, _ media: MessageMedia, _ shared: SharedContacts, _ words: ConversationWords,
    _ practice: PracticeProfile
  ) -> [String] {
    let (text, isolated) = (words.call.text, Isolation(language: words.call.language))
    let to = isolated(media.recipient(by: medium))
    switch medium {
    case .portal: return [text.text("conversation.lead"), words.told(media.person)]
    case .email:
      let others = shared.email > 0 ? text.text("conversation.medium.email.shared", count: shared.email) : nil
      return [text.text("conversation.medium.email.hint", ["address": to]), others].compactMap { $0 }
        + readers(media, words)
    case .sms:
      let leaves = media.leaves(by: .sms, now: words.call.now)
      let held =
        leaves > words.call.now ? text.text("conversation.medium.sms.held", ["when": words.moment(leaves)]) : nil
      let others = shared.phone > 0 ? text.text("conversation.medium.sms.shared", count: shared.phone) : nil
      return [text.text("conversation.medium.sms.hint", ["number": to]), others, held].compactMap { $0 }
        + readers(media, words) + room(framed("", words.call, media, practice).room, text)
    }
  }

  /// What leaves as words stands in the portal as well, where others may read it.
  private static func readers(_ media: MessageMedia, _ words: ConversationWords) -> [String] {
    words.readers(media.person).map { [words.call.text.text("conversation.medium.alsoInPortal"), $0] } ?? []
  }

  /// Roughly: signs such as € take the room of two.
  private static func room(_ room: (plain: Int?, wide: Int), _ text: Localizer) -> [String] {
    var hints = [text.text("conversation.medium.sms.limit", ["limit": "\(WrittenText.limit)"])]
    if let plain = room.plain, plain > 0 {
      hints.append(text.text("conversation.medium.sms.room", ["count": "\(plain)"]))
    }
    if room.wide > 0 { hints.append(text.text("conversation.medium.sms.roomWide", ["count": "\(room.wide)"])) }
    return hints
  }

  private static func framed(
    _ typed: String, _ call: Call, _ media: MessageMedia, _ practice: PracticeProfile
  ) -> WrittenText {
    WrittenText(
      practice: practice.name, phone: practice.phone, typed: typed,
      words: call.text.speaking(media.person.language))
  }

  /// How many parts the text makes that was typed; nil where none was.
  static func count(_ call: Call, _ media: MessageMedia, _ practice: PracticeProfile) -> String? {
    guard call.form["medium"] == WrittenMessage.Medium.sms.rawValue, media.obstacle(to: .sms) == nil else { return nil }
    let typed = TypedLines.clean(call.form["text"] ?? "")
    guard !typed.isEmpty else { return nil }
    let counted = TextSegments(framed(typed, call, media, practice).body)
    return call.text.text(
      counted.alphabet == .gsm7 ? "messages.text.parts.plain" : "messages.text.parts.wide", count: counted.count,
      ["units": "\(counted.units)"])
  }

  /// What the form says, and whether what was typed fits it.
  /// - Throws: ``Refusal/badRequest`` for what no form of ours sends.
  static func read(
    _ call: Call, _ draft: MessageDraft, _ errors: inout FormErrors
  ) throws(Refusal) -> WrittenMessage.Medium? {
    guard let typed = call.form["medium"] else {
      errors.refuse("medium", "conversation.medium.choose")
      return nil
    }
    guard let medium = WrittenMessage.Medium(rawValue: typed) else { throw .badRequest }
    let count = draft.text.unicodeScalars.count
    if medium == .sms, count > WrittenText.limit {
      errors.refuse(
        "text", "conversation.text.tooLongForText", ["limit": "\(WrittenText.limit)", "count": "\(count)"])
    }
    return medium
  }
}
