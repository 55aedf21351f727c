import Core
import Templates

/// From records to the lines of the chart.
extension ChartWords {
  /// Refuted and past allergies are no warning; they stand apart.
  func isWarning(_ allergy: ChartEntry) -> Bool {
    allergy.content.verification != "refuted" && allergy.status != "resolved" && allergy.status != "inactive"
  }

  func allergy(_ entry: ChartEntry) -> ChartLine {
    let content = entry.content
    let doubt = content.verification == "refuted" || state(entry.status) == nil ? content.verification : entry.status
    return ChartLine(
      title: content.title, state: state(doubt), isHigh: entry.mark == "high", when: date(content.since),
      lines: content.lines + content.notes)
  }

  func condition(_ entry: ChartEntry) -> ChartLine {
    let content = entry.content
    let isOver = ["resolved", "inactive", "remission"].contains(entry.status) || content.verification == "refuted"
    return ChartLine(
      title: content.title, code: nonEmpty(content.code),
      state: state(content.verification == "refuted" ? "refuted" : entry.status) ?? state(content.verification),
      isQuiet: isOver, when: span(content), lines: content.lines + content.notes)
  }

  func medication(_ entry: ChartEntry) -> ChartLine {
    let content = entry.content
    return ChartLine(
      title: content.title, state: state(entry.status),
      isQuiet: !["active", "on-hold", "unknown", "draft"].contains(entry.status), value: nonEmpty(content.value),
      when: date(content.since).map { text.text("clinical.since", ["date": $0]) }, person: nonEmpty(content.person),
      lines: content.lines + content.notes)
  }

  func encounter(_ entry: ChartEntry) -> ChartLine {
    let content = entry.content
    return ChartLine(
      title: content.title, state: state(entry.status), when: entry.at.map(day) ?? date(content.since),
      person: nonEmpty(content.person), lines: content.lines)
  }

  func immunization(_ entry: ChartEntry) -> ChartLine {
    let content = entry.content
    return ChartLine(
      title: content.title, state: state(entry.status), isQuiet: entry.status == "not-done", when: date(content.since),
      lines: content.lines + content.notes)
  }

  func vital(_ entry: ChartEntry) -> ChartLine {
    let content = entry.content
    return ChartLine(
      title: content.title, value: nonEmpty(content.value), when: entry.at.map(day) ?? date(content.since),
      lines: content.lines + content.notes)
  }

  private func span(_ content: ClinicalContent) -> String? {
    switch (date(content.since), date(content.until)) {
    case (let since?, let until?): text.text("clinical.sinceUntil", ["since": since, "until": until])
    case (let since?, nil): text.text("clinical.since", ["date": since])
    case (nil, let until?): text.text("clinical.until", ["date": until])
    case (nil, nil): nil
    }
  }
  private func nonEmpty(_ text: String) -> String? { text.isEmpty ? nil : text }
}
