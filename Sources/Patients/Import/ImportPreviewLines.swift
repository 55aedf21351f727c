import Core
import Routing
import Templates

/// From a preview to what its page shows.
extension ImportPreviewPage {
  /// - Parameter showsContent: whether this reader may see charts; without it the rows name places and types alone.
  init(
    _ entry: ImportEntry, _ preview: ImportPreview, isRefused: Bool, showsContent: Bool, _ words: PatientWords
  ) {
    let lines = preview.rows.map { ImportRowLine($0, showsContent: showsContent, words) }
    let ask = words.text.text("patients.import.error.choose")
    title = entry.fileName
    id = entry.id
    people = preview.lookalikes.map { ImportQuestion($0, error: isRefused && $0.choice == nil ? ask : nil, words) }
    errors = people.filter { $0.error != nil }.map { FormProblem(field: $0.id, message: $0.name + ": " + ask) }
    counts = ImportPreviewPage.counts(preview)
    refused = zip(preview.rows, lines).filter { $0.0.isRefused }.map { $0.1 }
    reasons = ImportPreviewPage.reasons(preview, words.text)
    rows = Array(lines.prefix(ImportPreviewPage.rowLimit))
    isCut = lines.count > rows.count
    created = preview.created
  }

  /// By resource type, in the order of their first appearance.
  private static func counts(_ preview: ImportPreview) -> [ImportCount] {
    var types: [String] = []
    var rows: [String: [ImportPreview.Row]] = [:]
    for row in preview.rows {
      let type = row.plan.resourceType ?? "–"
      if rows[type] == nil { types.append(type) }
      rows[type, default: []].append(row)
    }
    return types.map { type in
      let all = rows[type] ?? []
      let (created, unchanged) = (all.count { $0.fate == .create }, all.count { $0.fate == .unchanged })
      let refused = all.count(where: \.isRefused)
      return ImportCount(
        type: type, created: created, unchanged: unchanged, leftOut: all.count - created - unchanged - refused,
        refused: refused)
    }
  }

  private static func reasons(_ preview: ImportPreview, _ text: Localizer) -> [ImportReason] {
    var reasons: [(text: String, count: Int)] = []
    for row in preview.rows {
      guard case .leftOut(let reason) = row.fate else { continue }
      let line = (row.plan.resourceType ?? "–") + ": " + text.text(reason)
      if let place = reasons.firstIndex(where: { $0.text == line }) {
        reasons[place].count += 1
      } else {
        reasons.append((line, 1))
      }
    }
    return reasons.map { ImportReason(count: "\($0.count)", text: $0.text) }
  }
}

extension ImportPreview.Row {
  fileprivate var isRefused: Bool {
    if case .refused = fate { true } else { false }
  }
}

extension ImportRowLine {
  fileprivate init(_ row: ImportPreview.Row, showsContent: Bool, _ words: PatientWords) {
    entry = "\(row.plan.entry)"
    type = row.plan.resourceType ?? "–"
    summary = showsContent ? row.plan.value?.summary : nil
    switch row.fate {
    case .create: (fate, reason) = (words.text.text("patients.import.fate.create"), nil)
    case .unchanged: (fate, reason) = (words.text.text("patients.import.fate.unchanged"), nil)
    case .undecided: (fate, reason) = (words.text.text("patients.import.fate.undecided"), nil)
    case .skipped: (fate, reason) = (words.text.text("patients.import.fate.skipped"), nil)
    case .leftOut(let why): (fate, reason) = (words.text.text("patients.import.fate.leftOut"), words.text.text(why))
    case .refused(let path, let why):
      (fate, reason) = (words.text.text("patients.import.fate.refused"), path + ": " + words.text.text(why))
    }
  }
}

extension ImportQuestion {
  fileprivate init(_ person: ImportPreview.Lookalike, error: String?, _ words: PatientWords) {
    id = "person-\(person.entry)"
    name = person.name.full
    born = person.birthDate.map(words.date)
    candidates = person.candidates.map {
      ImportCandidate(patient: $0.id, name: $0.name.full, isChosen: person.choice == .attach($0.id))
    }
    self.error = error
    chosen = person.choice
  }
}
