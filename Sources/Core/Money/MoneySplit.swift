extension Money {
  /// Parts in proportion to `weights` that sum to the whole exactly: each gets its share rounded towards zero, and the
  /// minor units left over go one by one to the largest remainders, earlier parts first (largest-remainder method).
  /// Nil without weights, with a negative one, or when they sum to 0 or beyond `Int64`.
  public func split(by weights: [Int64]) -> [Money]? {
    var total: Int64 = 0
    for weight in weights {
      let (sum, overflow) = total.addingReportingOverflow(weight)
      guard weight >= 0, !overflow else { return nil }
      total = sum
    }
    guard total > 0 else { return nil }
    let whole = Int128(minor.magnitude)
    var shares: [Int128] = []
    var remainders: [Int128] = []
    for weight in weights {
      let (share, remainder) = (whole * Int128(weight)).quotientAndRemainder(dividingBy: Int128(total))
      shares.append(share)
      remainders.append(remainder)
    }
    let left = Int(whole - shares.reduce(0, +))
    let order = weights.indices.sorted {
      remainders[$0] != remainders[$1] ? remainders[$0] > remainders[$1] : $0 < $1
    }
    for index in order.prefix(left) { shares[index] += 1 }
    return shares.map { Money(minor: Int64(minor < 0 ? -$0 : $0), currency) }
  }

  /// `count` parts that differ by at most one minor unit, larger ones first. Nil for less than one part.
  public func split(into count: Int) -> [Money]? {
    guard count > 0 else { return nil }
    return split(by: [Int64](repeating: 1, count: count))
  }
}
