import Core
import Database
import Routing
import Templates

/// How the pages about copies say things.
struct ExportWords {
  let text: Localizer
  let formats: Formats
  let zone: Zone

  init(_ call: Call, _ practice: PracticeProfile) throws {
    text = call.text
    formats = call.formats
    zone = try Zone(name: practice.zoneName)
  }

  private func moment(_ instant: Instant) -> String {
    let local = zone.local(instant)
    return formats.date(local.date, .long) + ", " + formats.time(local.time)
  }

  private func ordered(_ export: Export) -> String {
    let moment = moment(export.orderedAt)
    guard let name = export.name else { return text.text("patients.export.ordered", ["moment": moment]) }
    return text.text("patients.export.orderedBy", ["moment": moment, "name": name])
  }

  /// - Parameter isGivenUp: its job will not be tried again, though nobody has written that down yet.
  func view(_ export: Export, isGivenUp: Bool, path: String) -> ExportOrderView {
    let isFailed = export.state == .failed || isGivenUp
    let total = max(export.partsTotal, export.partsDone + 1)
    let here = path + "/\(export.id)"
    return ExportOrderView(
      ordered: ordered(export), isBuilding: export.isBeingBuilt && !isGivenUp, done: export.partsDone, total: total,
      progress: export.partsTotal == 0
        ? text.text("patients.export.waiting")
        : text.text(
          "patients.export.progress",
          ["done": formats.number(export.partsDone), "total": formats.number(total)]),
      isReady: export.state == .ready, size: formats.fileSize(bytes: export.archiveBytes ?? 0),
      lapses: moment(export.expiresAt), fetched: export.fetchedAt.map(moment),
      failure: isFailed ? failure(export.outcome) : nil, hereHref: path, fileAction: here + "/file",
      retryAction: here + "/retry", deleteAction: here + "/deletion")
  }

  private func failure(_ outcome: Export.Outcome?) -> String {
    switch outcome {
    case .tooLarge:
      text.text(
        "patients.export.failed.tooLarge", ["size": formats.fileSize(bytes: ExportLimits().content)])
    case .job, .lapsed, .deleted, .erased, nil: text.text("patients.export.failed.job")
    }
  }

  func earlier(_ export: Export) -> EarlierExport {
    let over = moment(export.overAt ?? export.orderedAt)
    let how =
      switch export.outcome {
      case .deleted: text.text("patients.export.gone.deleted", ["moment": over])
      case .erased: text.text("patients.export.gone.erased", ["moment": over])
      case .lapsed, .job, .tooLarge, nil: text.text("patients.export.gone.lapsed", ["moment": over])
      }
    return EarlierExport(text: ordered(export) + ". " + how)
  }
}
