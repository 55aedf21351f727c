/// One text to one number.
struct OutgoingText: Sendable, Equatable {
  let channel: Channel
  /// E.164.
  let to: String
  /// Empty for what is said in approved words.
  let body: String
  /// Where the carrier says how it went.
  let statusAddress: String
  /// Of WhatsApp, which takes no other words for what a practice begins.
  var content: ApprovedContent?
}

/// What became of one attempt to send a text.
enum TextResult: Sendable, Equatable {
  /// The carrier has it, under this name.
  case accepted(id: String, segments: Int?)
  /// The carrier will not take it: another attempt gives the same answer. Its own code and words.
  case refused(code: Int, words: String)
  /// The carrier did not take it.
  case tryLater(String)
  /// The answer was lost: the carrier may have it. Sending again could deliver it twice.
  case unknown(String)
}

/// How texts leave; tests have their own.
protocol TextTransport: Sendable {
  func send(_ text: OutgoingText, _ carrier: Carrier, token: String) -> TextResult
}
