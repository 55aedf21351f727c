public import Core

/// What happened, in words that never hold a value: who and when are added where it is written.
public struct AuditEvent: Sendable {
  public let action: StaticString
  public let entity: StaticString
  public let entityID: EntityID?
  public let patient: PatientID?
  /// Names of fields, or a code; never their contents.
  public let fields: [String]

  /// - Parameters:
  ///   - action: `appointment.book`, `chart.read` …, as listed in docs/security.md.
  ///   - entity: the table the event is about.
  public init(
    _ action: StaticString, _ entity: StaticString, _ entityID: EntityID?, patient: PatientID? = nil,
    fields: [String] = []
  ) {
    self.action = action
    self.entity = entity
    self.entityID = entityID
    self.patient = patient
    self.fields = fields
  }
}
