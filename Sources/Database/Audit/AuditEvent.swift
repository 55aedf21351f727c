public import Core

/// What happened, in words that never hold a value: who and when are added where it is written.
public struct AuditEvent: Sendable {
  public enum Result: String, Sendable {
    case done, refused, failed
  }

  public let action: StaticString
  public let entity: StaticString
  public let entityID: EntityID?
  public let patient: PatientID?
  /// Names of fields, or a code; never their contents.
  public let fields: [String]
  public let result: Result

  /// - Parameters:
  ///   - action: `appointment.book`, `chart.read` …, as listed in docs/audit.md.
  ///   - entity: the table the event is about.
  ///   - result: without one, what the action's name says: `session.refuse` was refused.
  public init(
    _ action: StaticString, _ entity: StaticString, _ entityID: EntityID?, patient: PatientID? = nil,
    fields: [String] = [], result: Result? = nil
  ) {
    self.action = action
    self.entity = entity
    self.entityID = entityID
    self.patient = patient
    self.fields = fields
    self.result = result ?? ("\(action)".hasSuffix(".refuse") ? .refused : .done)
  }
}
