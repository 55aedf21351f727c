import Core
import Outbound

/// What an answer of the mail server means for a notice.
enum Ending: Sendable, Equatable {
  case sent(NoticeOutcome)
  case failed(NoticeOutcome)
  case later(NoticeOutcome, at: Instant)

  /// - Parameter attempt: 1 for the first try.
  init(_ result: DeliveryResult, attempt: Int, now: Instant) {
    switch result {
    case .accepted(let code): self = .sent(.accepted(code: code))
    case .refusedForever(_, let words): self = .failed(.refused(words))
    case .unknown: self = .failed(.mayHaveBeenSent)
    case .tryLater(_, let words), .misconfigured(let words):
      if let next = SendBackOff.next(afterAttempt: attempt, now: now) {
        self = .later(.later(words), at: next)
      } else {
        self = .failed(.givenUp(attempts: attempt, words))
      }
    }
  }

  /// What an answer of the carrier means.
  init(_ result: TextResult, attempt: Int, now: Instant) {
    switch result {
    case .accepted: self = .sent(.taken)
    case .refused(let code, let words): self = .failed(.notDelivered(TextFailure(code: code), "\(code) " + words))
    case .unknown: self = .failed(.mayHaveBeenSent)
    case .tryLater(let words):
      if let next = SendBackOff.next(afterAttempt: attempt, now: now) {
        self = .later(.later(words), at: next)
      } else {
        self = .failed(.givenUp(attempts: attempt, words))
      }
    }
  }

  /// For the audit trail.
  var code: String {
    switch self {
    case .sent: "sent"
    case .failed: "failed"
    case .later: "waiting"
    }
  }
}
