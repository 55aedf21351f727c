/// What the carrier calls a text that it took, and how many parts it counted.
struct CarrierReceipt: Sendable, Equatable {
  let id: String
  let segments: Int?
}
