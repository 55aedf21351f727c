import Core

/// What the carrier says of a text, and what that changes. Later news is not undone by earlier news that comes late.
struct Delivery: Sendable, Equatable {
  enum Status: Sendable, Equatable {
    /// On its way: the carrier has it.
    case taken
    case delivered
    case failed(TextFailure)
  }
  struct Change: Sendable, Equatable {
    let state: Notice.State
    let outcome: NoticeOutcome
  }

  let status: Status
  /// The carrier's own number for what went wrong.
  let code: Int?

  /// Nil for a status that says nothing, or that we do not know.
  init?(_ status: String, code: Int?) {
    self.code = code
    switch status {
    case "accepted", "scheduled", "queued", "sending", "sent": self.status = .taken
    case "delivered", "read": self.status = .delivered
    case "undelivered", "failed", "canceled": self.status = .failed(TextFailure(code: code ?? 0))
    default: return nil
    }
  }

  /// Nil where it changes nothing.
  func change(of known: Deliveries.Known) -> Change? {
    // Delivered or not is the carrier's last word.
    guard !known.isSettled else { return nil }
    switch status {
    case .taken:
      // It settles what we did not know: whether the carrier has it.
      return known.isKnownTaken ? nil : Change(state: .sent, outcome: .taken)
    case .delivered: return Change(state: .sent, outcome: .delivered)
    case .failed(let failure): return Change(state: .failed, outcome: .notDelivered(failure, "\(code ?? 0)"))
    }
  }
}
