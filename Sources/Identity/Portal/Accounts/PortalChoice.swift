import Core
import Database
import Routing
import SQL
import Templates
import Web

/// `/portal/people`: whose portal it is that one looks at, for families with one address and for those who act for
/// others.
enum PortalChoice {
  static let path = "/portal/people"

  @Sendable static func show(_ call: Call, _ patient: PatientID, _ db: borrowing TenantReader) throws -> Reply {
    let people = try reachable(call, db).map { person in
      PortalPeoplePage.Person(
        patient: person.patient.description, name: person.name.full,
        relation: person.relation.map { call.text.text("portal.relation.\($0.rawValue)") },
        isCurrent: person.patient == patient)
    }
    return .page(PortalPeoplePage(title: call.text.text("portal.people.title"), people: people))
  }

  /// Another person is another session: what stands open for the one before does nothing to this one. What was shown
  /// beside the mailbox counts on for other patients of who acts for them, and for nobody else.
  @Sendable static func choose(
    _ call: Call, _ patient: PatientID, _ db: borrowing TenantConnection
  ) throws -> Reply {
    guard let session = call.session, let wanted = PatientID(text: call.form["patient"] ?? ""),
      let person = try reachable(call, db.reader).first(where: { $0.patient == wanted })
    else { throw Refusal.notFound }
    guard wanted != patient else { return .redirect("/portal") }
    let isSame = person.account != nil && person.account == FactorHolder(db.scope.actor)?.account
    let new = NewSession(
      continuing: session, as: person.holder, isSame ? session.proofs : session.proofs.intersection([.mail]), call)
    try db.transaction(AuditEvent("session.choose", "identity_session", new.id, patient: wanted)) { tx in
      try tx.execute("DELETE FROM identity_session WHERE practice_id = \(tx.scope) AND id = \(session.id)")
      try new.store(replacing: nil, in: tx)
    }
    return .redirect("/portal", cookies: new.cookies)
  }

  /// Those behind the mailbox that was shown at the sign-in.
  static func reachable(_ call: Call, _ db: borrowing TenantReader) throws -> [PortalPerson] {
    guard let mailbox = call.session?.mailbox else { return [] }
    return try PortalPeople.behind(mailbox, now: call.now, in: db)
  }

  /// Where a sign-in leads: to a choice, when there is one.
  static func start(_ mailbox: [UInt8]?, _ call: Call, _ db: borrowing TenantReader) throws -> String {
    guard let mailbox, try PortalPeople.behind(mailbox, now: call.now, in: db).count > 1 else { return "/portal" }
    return path
  }
}

/// Whose portal to look at.
struct PortalPeoplePage: Page {
  static let template = "portal/portal-people"
  let title: String
  let people: [Person]

  struct Person: TemplateModel {
    let patient: String
    let name: String
    /// Of who is signed in to this person; nil for themselves.
    let relation: String?
    let isCurrent: Bool
    static let fields: [Field<Person>] = [
      .text("patient") { $0.patient },
      .text("name") { $0.name },
      .optionalText("relation") { $0.relation },
      .flag("isCurrent") { $0.isCurrent },
    ]
  }
  static let fields: [Field<PortalPeoplePage>] = [
    .text("title") { $0.title },
    .flag("hasPeople") { !$0.people.isEmpty },
    .list("people") { $0.people },
  ]
  static let examples = [
    PortalPeoplePage(title: "Whose visits?", people: []),
    PortalPeoplePage(
      title: "Whose visits?",
      people: [
        Person(patient: "0190", name: "Erika <Muster>", relation: nil, isCurrent: true),
        Person(patient: "0191", name: "Max Muster", relation: "Parent", isCurrent: false),
      ]),
  ]
}
