/// What happens to a half of a minor unit. Which one applies is a rule of tax law, stated per invoice.
public enum Rounding: Sendable {
  /// Away from zero.
  case halfUp
  /// To the even neighbour.
  case halfEven

  /// The one place where money is rounded. `divisor` is positive.
  public func divide(_ value: Int128, by divisor: Int128) -> Int128 {
    let (quotient, remainder) = value.magnitude.quotientAndRemainder(dividingBy: divisor.magnitude)
    let rest = divisor.magnitude - remainder
    let roundsUp =
      switch self {
      case .halfUp: remainder >= rest
      case .halfEven: remainder > rest || remainder == rest && !quotient.isMultiple(of: 2)
      }
    let rounded = Int128(quotient) + (roundsUp ? 1 : 0)
    return value < 0 ? -rounded : rounded
  }
}
