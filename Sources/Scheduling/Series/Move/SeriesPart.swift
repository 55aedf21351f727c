import Calendars
import Core
import Database

/// The part of a series that is changed: from one of its dates to its end.
struct SeriesPart: Sendable {
  /// The earliest date of the part.
  let first: LocalDate
  /// Everything from then on, also what was cancelled.
  let all: [SeriesRecords.Occurrence]
  /// Dates from then on that were never booked.
  let gaps: [SeriesRecords.Gap]
  /// Appointments of the series before the part: these stay a series of their own.
  let before: Int
  let gapsBefore: Int
  var splits: Bool { before > 0 }

  init(
    _ scope: SeriesScope, from anchor: AppointmentID, _ occurrences: [SeriesRecords.Occurrence],
    _ gaps: [SeriesRecords.Gap], now: Instant
  ) {
    let date = occurrences.first { $0.appointment.id == anchor }?.date ?? LocalDate(days: 0)
    // What took place already is not part.
    let first = occurrences.first { scope.includes($0, from: date, now: now) }?.date ?? date
    self.first = first
    all = occurrences.filter { $0.date >= first }
    before = occurrences.count - all.count
    self.gaps = gaps.filter { $0.date >= first }
    gapsBefore = gaps.count - self.gaps.count
  }

  static func read(
    _ scope: SeriesScope, from anchor: AppointmentID, of series: SeriesID, now: Instant, in db: borrowing TenantReader
  ) throws -> SeriesPart {
    SeriesPart(
      scope, from: anchor, try SeriesRecords.occurrences(series, in: db), try SeriesRecords.gaps(series, in: db),
      now: now)
  }

  /// Of those that can still be changed.
  func mark(now: Instant) -> String { SeriesScope.mark(all.filter { $0.isOpen(now: now) }) }

  func pattern(_ change: SeriesChange, of series: Series) throws(SeriesChange.Refusal) -> SeriesPattern {
    try change.pattern(of: series.pattern, from: first, dates: all.count + gaps.count)
  }
}
