/// How a notice ended, in words for the staff of the practice. Nothing is called sent that a server did not take.
enum NoticeOutcome: Sendable, Equatable {
  case accepted(code: Int)
  case moved, cancelled, past, notExpected, deceased, inactive, restricted, noAddress, usedAlready, linkUsed, withdrawn
  case unwritableAddress, noMailServer
  /// A member of staff decided so.
  case notTold
  /// Of a request: staff decided meanwhile, or its time to be decided is over.
  case answered
  /// Why nobody is asked to come again: they came, are booked or have asked to be, wait for a time, were asked after this
  /// visit before, or could not book what they had.
  case cameAgain, bookedAgain, onWaitlist, askedAlready, notBookable
  /// In the end it is as they were last told.
  case unchanged
  /// After a visit that nobody has marked as kept.
  case notCome
  /// To news of the practice, which a message after a visit is.
  case noConsent
  /// Its time lies in the quiet hours, and neither before nor after them is a good one.
  case quietHours
  /// Put off by the quiet hours, to where another reminder said the same.
  case saidAlready
  /// The patient wants nothing by this channel.
  case notWanted
  /// The practice switched the rule off.
  case ruleOff
  /// Handed to the server, and how that ended is not known. It is not sent again.
  case mayHaveBeenSent
  /// The carrier has the text; whether it reached the phone it says later.
  case taken
  case delivered
  /// What it tells of was opened before.
  case alreadyRead
  /// It stands in the portal.
  case inPortal
  /// Nobody can sign in to the portal for the patient.
  case noPortal
  /// Why the carrier did not take or not deliver a text, and its own words.
  case notDelivered(TextFailure, String)
  case noNumber, noTextConsent, textOff, whatsAppOff
  /// WhatsApp has approved no words for it in the patient's language.
  case noContent
  case refused(String)
  case later(String)
  case givenUp(attempts: Int, String)

  /// At most 200 characters, the width of the column.
  var text: String {
    let text =
      switch self {
      case .accepted(let code): "taken by the mail server (\(code))"
      case .moved: "the appointment was moved"
      case .cancelled: "the appointment was cancelled"
      case .past: "its time has passed"
      case .notExpected: "the patient is not expected any more"
      case .restricted: "the patient's record is restricted"
      case .deceased: "the patient is marked as deceased"
      case .inactive: "the patient is inactive"
      case .noAddress: "the patient has no e-mail address"
      case .usedAlready: "the sign-in was completed"
      case .linkUsed: "the link was used"
      case .withdrawn: "it was withdrawn"
      case .unwritableAddress: "mail cannot be sent to this e-mail address"
      case .notTold: "the practice decided not to tell the patient"
      case .answered: "the request was answered"
      case .cameAgain: "the patient came again"
      case .bookedAgain: "another appointment is booked or asked for"
      case .onWaitlist: "the patient is on the waitlist"
      case .askedAlready: "another such message followed this visit"
      case .notBookable: "this service cannot be booked online any more"
      case .unchanged: "nothing differs from what the patient was last told"
      case .notCome: "the patient did not come"
      case .noConsent: "the patient has not agreed to news of the practice"
      case .quietHours: "not sent: quiet hours"
      case .saidAlready: "another reminder went out at the end of the quiet hours"
      case .notWanted: "the patient wants no messages this way"
      case .ruleOff: "the practice sends no such message"
      case .noMailServer: "No mail server is configured, so nothing was sent."
      case .mayHaveBeenSent: "may have been sent; the answer of the mail server is not known"
      case .taken: "taken by the carrier"
      case .delivered: "delivered"
      case .alreadyRead: "the message was opened before"
      case .inPortal: "placed in the portal"
      case .noPortal: "nobody can sign in to the portal for the patient"
      case .notDelivered(_, let words): "not delivered: " + words
      case .noNumber: "the patient has no mobile number"
      case .noTextConsent: "the patient has not agreed to this channel"
      case .textOff: "SMS is off: no account is set up"
      case .whatsAppOff: "WhatsApp is off: no sender is set up"
      case .noContent: "no template that WhatsApp approved is entered for this language"
      case .refused(let words): "refused: " + words
      case .later(let words): "will be tried again: " + words
      case .givenUp(let attempts, let words): "given up after \(attempts) tries: " + words
      }
    return String(String.UnicodeScalarView(text.unicodeScalars.prefix(200)))
  }

  /// Stored beside the text, for words in the language of whoever reads it.
  var code: String {
    switch self {
    case .accepted: "accepted"
    case .moved: "moved"
    case .cancelled: "cancelled"
    case .past: "past"
    case .notExpected: "notExpected"
    case .restricted: "restricted"
    case .deceased: "deceased"
    case .inactive: "inactive"
    case .noAddress: "noAddress"
    case .usedAlready: "usedAlready"
    case .linkUsed: "linkUsed"
    case .withdrawn: "withdrawn"
    case .unwritableAddress: "badAddress"
    case .noMailServer: "noServer"
    case .notTold: "notTold"
    case .answered: "answered"
    case .cameAgain: "cameAgain"
    case .bookedAgain: "bookedAgain"
    case .onWaitlist: "onWaitlist"
    case .askedAlready: "askedAlready"
    case .notBookable: "notBookable"
    case .unchanged: "unchanged"
    case .notCome: "notCome"
    case .noConsent: "noConsent"
    case .quietHours: "quietHours"
    case .saidAlready: "saidAlready"
    case .notWanted: "notWanted"
    case .ruleOff: "ruleOff"
    case .mayHaveBeenSent: "unknown"
    case .taken: "taken"
    case .delivered: "delivered"
    case .alreadyRead: "alreadyRead"
    case .inPortal: "inPortal"
    case .noPortal: "noPortal"
    case .notDelivered(let failure, _): failure.code
    case .noNumber: "noNumber"
    case .noTextConsent: "noTextConsent"
    case .textOff: "textOff"
    case .whatsAppOff: "whatsAppOff"
    case .noContent: "noContent"
    case .refused: "refused"
    case .later: "later"
    case .givenUp: "givenUp"
    }
  }

  /// What the other server said, out of a stored text; nil where it said nothing.
  static func serverWords(_ code: String, _ text: String) -> String? {
    guard ["refused", "later", "givenUp"].contains(code) || code.hasPrefix("text-"),
      let colon = text.utf8.firstIndex(of: UInt8(ascii: ":"))
    else { return nil }
    let words = text[text.utf8.index(after: colon)...].drop { $0 == " " }
    return words.isEmpty ? nil : String(words)
  }
}
