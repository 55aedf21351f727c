import Core
import Database
import Routing
import Templates
import TestSupport
import Testing
import Web

/// A page and its route must agree on what is recorded, or nothing is shown.
@Suite struct AccessRecordTests {
  private struct Plain: Page {
    static let template = "plain"
    static let fields: [Field<Plain>] = []
    static let examples = [Plain()]
  }
  private struct Telling: PatientDataPage {
    static let template = "telling"
    static let fields: [Field<Telling>] = []
    static let examples = [Telling(accessEvents: [])]
    let accessEvents: [AuditEvent]
  }
  private let read = Telling(accessEvents: [AuditEvent("patients.list", "patients_patient", nil, fields: ["rows=3"])])

  @Test func aPageThatTellsIsRecordedWhereItsRouteSaysSo() throws {
    let events = try AccessRecord.shown("patients.list").events(of: .page(read), [:])
    #expect(events.map { "\($0.action) \($0.fields)" } == [#"patients.list ["rows=3"]"#])
    #expect(try AccessRecord.shown("patients.list").events(of: .page(Telling(accessEvents: [])), [:]).isEmpty)
    #expect(try AccessRecord.shown("patients.list").events(of: .page(read, status: 409), [:]).count == 1)
  }

  @Test func whatTheRouteDoesNotSayIsNotShown() {
    #expect(throws: UndeclaredAccess.self) { try AccessRecord.shown("patient.read").events(of: .page(read), [:]) }
    #expect(throws: UndeclaredAccess.self) { try AccessRecord.shown("patients.list").events(of: .page(Plain()), [:]) }
    #expect(throws: UndeclaredAccess.self) { try AccessRecord.requireNothing(of: .page(read)) }
    #expect(throws: Never.self) { try AccessRecord.requireNothing(of: .page(Plain())) }
    #expect(throws: Never.self) { try AccessRecord.requireNothing(of: .page(Telling(accessEvents: []))) }
  }

  @Test func thePatientOfThePathIsRecordedWhateverIsShown() throws {
    let (pat, record) = (PatientID.make(), AccessRecord.patient("patient.read"))
    let path = ["patient": "\(pat)"]
    for reply in [Reply.page(Plain()), .page(Plain(), status: 422), .response(.text("a file"))] {
      #expect(try record.events(of: reply, path).map(\.patient) == [pat])
    }
    for reply in [Reply.redirect("/"), .response(Response(status: 304)), .response(Response(status: 204))] {
      #expect(try record.events(of: reply, path).isEmpty)
    }
  }
}
