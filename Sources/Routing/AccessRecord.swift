import Core
public import Database
public import Templates
import Web

/// What a route leaves in the trail for showing what it shows. Declared with the route; the router writes it before the
/// answer leaves, so that no handler can forget it.
public struct AccessRecord: Sendable {
  public enum Subject: Sendable, Equatable {
    /// The patient of `{patient}` in the path.
    case patient
    /// What the page itself says that it shows: a ``PatientDataPage``.
    case shown
    /// No single patient: the trail itself.
    case none
  }
  public let subject: Subject
  /// The events this may be, as docs/audit.md lists them; the first one alone unless the page says.
  public let actions: [StaticString]

  private init(_ subject: Subject, _ actions: [StaticString]) {
    self.subject = subject
    self.actions = actions
  }
  public static func patient(_ action: StaticString) -> AccessRecord { AccessRecord(.patient, [action]) }
  public static func shown(_ actions: StaticString...) -> AccessRecord { AccessRecord(.shown, actions) }
  public static func trail(_ action: StaticString) -> AccessRecord { AccessRecord(.none, [action]) }

  /// The events of one answer. Only what was shown is recorded: a redirect and a refusal show nothing, a form that comes
  /// back with 422 or 409 shows what it always shows.
  /// - Throws: ``UndeclaredAccess``: what is not recorded is not shown.
  public func events(of reply: Reply, _ parameters: [String: String]) throws(UndeclaredAccess) -> [AuditEvent] {
    guard reply.showsSomething else { return [] }
    switch subject {
    case .none: return actions.map { AuditEvent($0, "audit_event", nil) }
    case .patient:
      let patient = parameters["patient"].flatMap { PatientID(text: $0) }
      return actions.map { AuditEvent($0, "patients_patient", patient?.id, patient: patient) }
    case .shown:
      guard case .page(let page) = reply.content, let page = page as? any PatientDataPage else {
        throw UndeclaredAccess("the route records what its page shows, and its answer does not say")
      }
      return try declared(page.accessEvents)
    }
  }

  private func declared(_ events: [AuditEvent]) throws(UndeclaredAccess) -> [AuditEvent] {
    let known = Set(actions.map { "\($0)" })
    for event in events where !known.contains("\(event.action)") {
      throw UndeclaredAccess("the page records \(event.action), and its route does not say so")
    }
    return events
  }

  /// For a route that records nothing: nothing may be shown that asks for it.
  public static func requireNothing(of reply: Reply) throws(UndeclaredAccess) {
    guard case .page(let page) = reply.content, let page = page as? any PatientDataPage else { return }
    guard page.accessEvents.isEmpty else {
      throw UndeclaredAccess("the page shows patients, and its route records nothing")
    }
  }
}

/// A page of patients' data: it says what of whom it shows, whichever handler made it.
public protocol PatientDataPage: Page {
  /// Empty when there happens to be nothing of a patient on it. Counts and codes, never names or what was searched for.
  var accessEvents: [AuditEvent] { get }
}

/// A page that would show more than its route says: a bug, answered with 500 before anything leaves.
public struct UndeclaredAccess: Error, CustomStringConvertible {
  public let description: String
  init(_ description: String) { self.description = description }
}

extension Reply {
  /// A page, whatever its status, or a file; not a redirect or an answer without content.
  var showsSomething: Bool {
    switch content {
    case .page: true
    case .response(let response): response.status == 200
    }
  }
}
