/// What the number of a claim's lane says. In one lane of one resource nothing ever meets: the unique key of claims.
enum ClaimLanes {
  static let capacities = 1...20
  /// What staff put over something else, saying why.
  static let onTop = 1...9
  /// Of calendars elsewhere, one each: what they say never refuses or removes an appointment that is here.
  static let elsewhere = 100...104

  /// The units of a resource that is for `capacity` at once.
  static func units(of capacity: Int) -> [Int] { [0] + (1..<max(1, capacity)).map { onTop.upperBound + $0 } }

  /// Every lane that claims of such a resource can stand in.
  static func all(of capacity: Int) -> [Int] { Array(0...(onTop.upperBound + max(0, capacity - 1))) }
}
