import Core
import Database
import Routing
import Templates
import Web

/// What patients answer. STOP and START count at once; everything else is told that nobody reads it, and whom to call.
/// So is a "yes" that takes no STOP back: it answers a question of the practice.
enum ReplyHook {
  /// More answers than this in an hour are machines talking to each other.
  static let answersPerHour = 60

  static func path(_ slug: String) -> String { "/hooks/carrier/\(slug)/replies" }

  /// `POST /hooks/carrier/{practice}/replies`
  static func take(_ settings: MessagingPageSettings) -> Route.Write {
    { call, db in
      let hook = try CarrierHook(path(db.practice.slug), call, settings, db.reader)
      guard let name = call.form["MessageSid"], Carrier.isMessage(name), let from = call.form["From"],
        try !Replies.isKnown(name, in: db.reader)
      else { return CarrierHook.empty }
      let isWhatsApp = from.hasPrefix("whatsapp:")
      let channel: Channel = isWhatsApp ? .whatsapp : .sms
      var keyword = Keyword(call.form["Body"] ?? "", kind: call.form["OptOutType"])
      let typed = isWhatsApp ? String(from.dropFirst("whatsapp:".count)) : from
      guard let number = MobileNumber(typed, country: hook.carrier.country) else { return CarrierHook.empty }
      let patients = try Replies.patients(of: number, country: hook.carrier.country, in: db.reader)
      var isUndone = false
      for patient in patients where try apply(keyword, channel, patient.id, call, db) { isUndone = true }
      if keyword == .start, !isUndone { keyword = .other }
      let answers = try Replies.answers(since: call.now.adding(hours: -1), in: db.reader)
      let event = AuditEvent(
        "message.reply", "messaging_reply", nil, fields: [keyword.rawValue, "patients=\(patients.count)"])
      do {
        try db.transaction(event) { tx in try Replies.add(name, keyword, now: call.now, in: tx) }
      } catch let error as DatabaseError where error.isDuplicate {
        return CarrierHook.empty
      }
      return answers < answersPerHour
        ? try answer(keyword, channel, patients.first?.language, call, settings, db.reader) : CarrierHook.empty
    }
  }

  private struct NothingToUndo: Error {}

  /// Whether it changed what is sent.
  private static func apply(
    _ keyword: Keyword, _ channel: Channel, _ patient: PatientID, _ call: Call, _ db: borrowing TenantConnection
  ) throws -> Bool {
    guard keyword == .stop || keyword == .start else { return false }
    let event = AuditEvent(
      "message.channel.change", "messaging_preference", nil, patient: patient,
      fields: ["use-\(channel.rawValue)", keyword.rawValue])
    do {
      try db.transaction(event) { tx in
        if keyword == .stop {
          try Preferences.refuse(channel, by: .reply, patient, now: call.now, in: tx)
        } else if try !Preferences.allow(channel, patient, in: tx) {
          throw NothingToUndo()
        }
      }
      return true
    } catch is NothingToUndo {
      return false
    }
  }

  /// The carrier itself answers STOP and START to a text, as the law wants it to; not so by WhatsApp.
  private static func answer(
    _ keyword: Keyword, _ channel: Channel, _ language: Language?, _ call: Call, _ settings: MessagingPageSettings,
    _ db: borrowing TenantReader
  ) throws -> Reply {
    guard call.form["OptOutType"] == nil else { return CarrierHook.empty }
    let contact = try Visits.contact(in: db)
    let topic: String
    switch keyword {
    case .help: topic = "sms.help"
    case .other: topic = "sms.unread"
    case .stop, .start:
      guard channel == .whatsapp else { return CarrierHook.empty }
      topic = "whatsapp.\(keyword.rawValue)"
    }
    let words = call.text.speaking(language ?? db.practice.language)
    let hasPhone = channel == .whatsapp && (keyword == .stop || keyword == .start) || !contact.phone.isEmpty
    let text = words.text(
      hasPhone ? topic : topic + ".noPhone", ["practice": db.practice.name, "phone": contact.phone])
    return CarrierHook.xml("<Response><Message>" + escaped(TextSegments.plain(text)) + "</Message></Response>")
  }

  private static func escaped(_ text: String) -> String {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "<"): bytes += Array("&lt;".utf8)
      case UInt8(ascii: ">"): bytes += Array("&gt;".utf8)
      case UInt8(ascii: "&"): bytes += Array("&amp;".utf8)
      default: bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
