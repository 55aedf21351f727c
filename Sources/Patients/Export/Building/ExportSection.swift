public import Core
public import Database
public import Templates

/// What a copy is made of: one kind of data, read page by page. Features bring their own; the server puts them in order.
public struct ExportSection: Sendable {
  /// Their order in the copy, and the keys of their headings (`patients.export.section.…`).
  public enum Kind: String, CaseIterable, Sendable {
    case person, guardians, team, visits, wishes
    case encounters, conditions, allergies, medications, immunizations, observations
    case consents, mails, messages, access, emergencies
  }
  public typealias Count = @Sendable (PatientID, borrowing TenantReader) throws -> Int
  public typealias Read = @Sendable (ExportContext, EntityID?, borrowing TenantReader) throws -> ExportPage

  let kind: Kind
  let count: Count
  let read: Read

  /// - Parameters:
  ///   - count: rows, to say how far it is.
  ///   - read: the page after a row, at most as many rows as the context says.
  public init(_ kind: Kind, count: @escaping Count, read: @escaping Read) {
    self.kind = kind
    self.count = count
    self.read = read
  }
}

/// One page of a section.
public struct ExportPage: Sendable {
  let resources: [FHIRResource]
  let lines: [ExportLine]
  /// The last row read, when there may be more.
  let last: EntityID?

  public init(resources: [FHIRResource], lines: [ExportLine], last: EntityID?) {
    self.resources = resources
    self.lines = lines
    self.last = last
  }
}

/// One row of the page for people.
public struct ExportLine: Sendable {
  let when: String
  let title: String
  let details: [String]

  public init(when: String?, title: String, details: [String?]) {
    self.when = when ?? ""
    self.title = title
    self.details = details.compactMap(\.self).filter { !$0.isEmpty }
  }
}

/// What every section needs to know.
public struct ExportContext: Sendable {
  public let patient: PatientID
  public let text: Localizer
  public let formats: Formats
  public let zone: Zone
  /// Of the FHIR Organization that the practice is.
  public let practice: EntityID
  public let practiceName: String
  /// Nothing younger than the order.
  public let orderedAt: Instant
  public let limit: Int

  /// The patient, as other resources name them.
  public var subject: FHIRValue { FHIRResource.reference(patient.id) }

  public func moment(_ instant: Instant) -> String {
    let local = zone.local(instant)
    return formats.date(local.date, .medium) + ", " + formats.time(local.time)
  }
  public func day(_ instant: Instant) -> String { formats.date(zone.local(instant).date, .medium) }
  /// A day, month or year as exactly as it is known; other words unchanged; nil for none.
  public func written(_ date: String) -> String? {
    if date.isEmpty { return nil }
    if let day = LocalDate(text: date) { return formats.date(day, .medium) }
    if date.utf8.count == 7, let month = LocalDate(text: date + "-01") { return formats.monthAndYear(month) }
    return date
  }
}
