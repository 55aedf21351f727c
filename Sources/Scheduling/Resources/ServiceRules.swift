/// Rules of booking a service online that go beyond time.
struct ServiceRules: Sendable, Equatable {
  enum Audience: String, Sendable, CaseIterable { case everybody, known, new }

  /// Starts next to other visits are offered first.
  let clusters: Bool
  /// Visits ahead that one patient may have booked online; nil for any number.
  let openLimit: Int?
  /// Hours that staff have to answer a request; nil when a booking is firm at once.
  let approvalHours: Int?
  /// Who may book online. The visitor's own word counts: to look them up would tell strangers who is a patient.
  let audience: Audience
  /// Who says yes to one is asked to call.
  let questions: [String]
  /// Minor units of the practice's currency. Kept until payments are there; holds nobody up.
  let depositMinor: Int64

  static let none = ServiceRules(
    clusters: false, openLimit: nil, approvalHours: nil, audience: .everybody, questions: [], depositMinor: 0)

  /// Whether the visitor is asked something before a booking.
  var asks: Bool { audience != .everybody || !questions.isEmpty }
}
