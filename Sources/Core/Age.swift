extension LocalDate {
  /// Full years from this day of birth to a later day; nil when that day is earlier. Who was born on 29 February grows
  /// older on 1 March of other years.
  public func age(on day: LocalDate) -> Int? {
    guard self <= day else { return nil }
    let hadBirthday = (day.month, day.day) >= (month, self.day)
    return day.year - year - (hadBirthday ? 0 : 1)
  }
}
