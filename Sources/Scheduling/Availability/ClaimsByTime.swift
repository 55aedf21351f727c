import Core

/// Claims of each resource in the order they begin: of a month only those near a time are looked at.
struct ClaimsByTime: Sendable {
  private let sorted: [ResourceID: [Claim]]
  /// Of any of them: nothing that began longer before a span reaches into it.
  private let longestMicroseconds: Int64

  init(_ claims: [Claim]) {
    sorted = Dictionary(grouping: claims, by: \.resource).mapValues { $0.sorted { $0.span.start < $1.span.start } }
    longestMicroseconds = claims.map { $0.span.end.microseconds - $0.span.start.microseconds }.max() ?? 0
  }

  func touching(_ span: TimeSpan, of resource: ResourceID) -> [Claim] {
    guard let claims = sorted[resource] else { return [] }
    var found: [Claim] = []
    let earliest = Instant(microseconds: span.start.microseconds - longestMicroseconds)
    for claim in claims[firstIndex(in: claims, from: earliest)...] {
      guard claim.span.start < span.end else { break }
      if claim.span.overlaps(span) { found.append(claim) }
    }
    return found
  }

  func without(_ appointments: Set<AppointmentID>) -> ClaimsByTime {
    ClaimsByTime(
      sorted.values.joined().filter { claim in claim.appointment.map { !appointments.contains($0) } ?? true })
  }

  /// By halving.
  private func firstIndex(in claims: [Claim], from start: Instant) -> Int {
    var (low, high) = (0, claims.count)
    while low < high {
      let middle = (low + high) / 2
      if claims[middle].span.start < start { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
