/// How a notice ended, in words for the staff of the practice. Nothing is called sent that a server did not take.
enum NoticeOutcome: Sendable, Equatable {
  case accepted(code: Int)
  case moved, cancelled, past, notExpected, deceased, restricted, noAddress, usedAlready, linkUsed, withdrawn
  case unwritableAddress, noMailServer
  /// Handed to the server, and how that ended is not known. It is not sent again.
  case mayHaveBeenSent
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
      case .noAddress: "the patient has no e-mail address"
      case .usedAlready: "the sign-in was completed"
      case .linkUsed: "the link was used"
      case .withdrawn: "it was withdrawn"
      case .unwritableAddress: "mail cannot be sent to this e-mail address"
      case .noMailServer: "No mail server is configured, so nothing was sent."
      case .mayHaveBeenSent: "may have been sent; the answer of the mail server is not known"
      case .refused(let words): "refused: " + words
      case .later(let words): "will be tried again: " + words
      case .givenUp(let attempts, let words): "given up after \(attempts) tries: " + words
      }
    return String(String.UnicodeScalarView(text.unicodeScalars.prefix(200)))
  }
}
