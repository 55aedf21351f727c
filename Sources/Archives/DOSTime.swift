import Core

/// Date and time as the records of a ZIP archive hold them: two seconds exact, years 1980 to 2107.
struct DOSTime: Equatable {
  let date: UInt16
  let time: UInt16

  init(_ moment: Instant) {
    let local = Zone.utc.local(moment)
    let year = min(max(local.date.year, 1980), 2107)
    date = UInt16((year - 1980) << 9 | local.date.month << 5 | local.date.day)
    let second = Int(moment.seconds % 60)
    time = UInt16(local.time.hour << 11 | local.time.minute << 5 | max(second, 0) / 2)
  }
}
