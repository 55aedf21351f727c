import Core
import Outbound

/// A message that is ready to leave, and the way it leaves by.
enum Outgoing: Sendable {
  case mail(MailMessage, any MailTransport)
  case text(OutgoingText, Carrier, token: String, any TextTransport)

  /// Address or number.
  var recipient: String {
    switch self {
    case .mail(let message, _): message.to.address
    case .text(let text, _, _, _): text.to
    }
  }

  /// Hands it over.
  /// - Parameter attempt: 1 for the first try.
  func send(attempt: Int, now: Instant) -> (ending: Ending, receipt: CarrierReceipt?) {
    switch self {
    case .mail(let message, let transport):
      return (Ending(transport.send(message), attempt: attempt, now: now), nil)
    case .text(let text, let carrier, let token, let transport):
      let result = transport.send(text, carrier, token: token)
      var receipt: CarrierReceipt?
      if case .accepted(let id, let segments) = result { receipt = CarrierReceipt(id: id, segments: segments) }
      return (Ending(result, attempt: attempt, now: now), receipt)
    }
  }
}
