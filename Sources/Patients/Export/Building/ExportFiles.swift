import Archives
import Core
import Database

/// The files of a copy, put together from its parts: `patient.json` for programs, `index.html` for people.
struct ExportFiles {
  private var bundle: [UInt8]
  private var page: [UInt8]

  /// A part is missing or not what this product wrote: a bug.
  struct BrokenDraft: Error {}

  /// A resource that several parts name stands in the bundle once.
  init(_ export: Export, _ exporter: PatientExporter, in db: borrowing TenantReader) throws {
    let context = try exporter.context(of: export, in: db)
    bundle = ExportFiles.head(export)
    page = ExportHTML.head(context, person: try ExportPerson.find(export.patient, in: db))
    bundle.reserveCapacity(export.contentBytes)
    var known: Set<[UInt8]> = []
    var section: ExportSection.Kind?
    var rows = 0
    for position in 0..<export.partsDone {
      guard let bytes = try ExportParts.open(.draft, position, of: export.id, in: db),
        let draft = ExportDraft.Read(bytes)
      else { throw BrokenDraft() }
      for (key, entry) in draft.resources where known.insert(key).inserted {
        bundle += known.count == 1 ? [0x0a] : [UInt8(ascii: ","), 0x0a]
        bundle += entry
      }
      if draft.section != section {
        if section != nil { page += ExportHTML.sectionEnd(isEmpty: rows == 0, context) }
        page += ExportHTML.sectionStart(draft.section, context)
        (section, rows) = (draft.section, 0)
      }
      for row in draft.rows { page += row + [0x0a] }
      rows += draft.rows.count
    }
    if section != nil { page += ExportHTML.sectionEnd(isEmpty: rows == 0, context) }
    bundle += Array("\n]}\n".utf8)
    page += ExportHTML.foot(context)
  }

  /// FHIR R4, section 2.36: a bundle of type collection.
  private static func head(_ export: Export) -> [UInt8] {
    let id = export.id.description
    let moment = UTCText.seconds(export.orderedAt)
    return Array(
      """
      {"resourceType":"Bundle","id":"\(id)","meta":{"lastUpdated":"\(moment)"},"type":"collection",\
      "timestamp":"\(moment)","entry":[
      """.utf8)
  }

  func archive(at now: Instant) throws(ZipError) -> [UInt8] {
    try ZipArchive.make(
      [ZipArchive.File(name: "index.html", bytes: page), ZipArchive.File(name: "patient.json", bytes: bundle)], at: now)
  }
}
