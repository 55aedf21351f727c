import Core
import Routing
import Templates

/// What becomes of each date, in words.
struct SeriesMoveRows {
  /// The new one.
  let pattern: SeriesPattern
  let zone: Zone
  let call: Call

  private var words: SeriesWords { SeriesWords(call: call) }

  /// “every Thursday, 10 times, 14:00, Dr Mira Specimen”.
  func words(_ plan: SeriesMovePlan, with practitioner: String?) -> String {
    ([words.whole(pattern.rule), call.formats.time(pattern.time)] + [practitioner].compactMap { $0 })
      .joined(separator: ", ")
  }

  /// Appointments of others that are named.
  func named(_ plan: SeriesMovePlan) -> Int {
    plan.items.reduce(0) { sum, item in
      guard case .cannot(let target) = item.fate else { return sum }
      return sum + (target.review?.conflicts ?? []).count(where: \.namesSomebody)
    }
  }

  func rows(_ plan: SeriesMovePlan, numberedFrom before: Int) -> [SeriesPreviewRow] {
    plan.items.enumerated().map { index, item in row(before + index + 1, item) }
  }

  private func row(_ number: Int, _ item: SeriesMovePlan.Item) -> SeriesPreviewRow {
    let (text, now) = (call.text, when(item.occurrence.appointment.span))
    let apart = item.isApart ? [text.text("calendar.series.wasApart", ["when": now])] : []
    switch item.fate {
    case .moves(let target):
      return SeriesPreviewRow(
        number: "\(number)", when: words.when(target, pattern, zone: zone), problems: [],
        notes: (apart.isEmpty ? [text.text("calendar.series.from", ["when": now])] : apart)
          + [words.clock(target, pattern.time)].compactMap { $0 })
    case .cannot(let target):
      let conflicts = (target.review?.conflicts ?? []).map(ConflictWords(call: call, zone: zone).sentence)
      let clock = target.review == nil ? [words.clock(target, pattern.time)].compactMap { $0 } : []
      return SeriesPreviewRow(
        number: "\(number)", when: words.when(target, pattern, zone: zone), problems: clock + conflicts,
        notes: apart.isEmpty ? [text.text("calendar.series.from", ["when": now])] : apart)
    case .staysApart:
      return SeriesPreviewRow(
        number: "\(number)", when: now, problems: [], notes: [text.text("calendar.series.staysApart")], isFree: false)
    case .isClosed:
      let state = StatusLook(item.occurrence.appointment.status, isLate: false, text: text).word
      return SeriesPreviewRow(
        number: "\(number)", when: now, problems: [], notes: [text.text("calendar.series.closed", ["state": state])],
        isFree: false)
    }
  }

  private func when(_ span: TimeSpan) -> String {
    call.formats.date(zone.local(span.start).date, .long) + ", " + words.time(span, zone: zone)
  }
}
