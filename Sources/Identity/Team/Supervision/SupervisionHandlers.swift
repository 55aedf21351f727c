import Core
import Database
import Routing
import Templates
import Web

/// `/team/{user}/supervision`, of those whose role is to supervise.
enum SupervisionHandlers {
  @Sendable static func edit(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let supervisor = try find(call, db)
    let people = try Supervision.all(of: supervisor.id, in: db)
    return .page(page(supervisor, people, stored(people), call, db))
  }

  @Sendable static func update(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let supervisor = try find(call, db.reader)
    let people = try Supervision.all(of: supervisor.id, in: db.reader)
    let typed = FormValues(call.form, groups: ["supervisee"])
    guard call.form["version"] == version(people) else {
      return .page(page(supervisor, people, typed, stored: stored(people), call, db.reader), status: 409)
    }
    let chosen = typed.group("supervisee")
    guard chosen.isSubset(of: Set(people.map(\.id.description))) else {
      var errors = FormErrors()
      errors.refuse("supervisee", "forms.choose")
      return .page(page(supervisor, people, typed, errors: errors, call, db.reader), status: 422)
    }
    let added = people.filter { !$0.isChosen && chosen.contains("\($0.id)") }
    let removed = people.filter { $0.isChosen && !chosen.contains("\($0.id)") }
    if added.isEmpty && removed.isEmpty { return .redirect("/team/\(supervisor.id)") }
    let fields = ["added=\(added.count)", "removed=\(removed.count)"]
    try db.transaction(AuditEvent("user.supervision", "identity_user", supervisor.id.id, fields: fields)) { tx in
      for person in added { try Supervision.add(person.id, to: supervisor.id, now: call.now, in: tx) }
      for person in removed { try Supervision.remove(person.id, from: supervisor.id, in: tx) }
    }
    return .redirect("/team/\(supervisor.id)/supervision?saved=1")
  }

  private static func find(_ call: Call, _ db: borrowing TenantReader) throws -> TeamMember {
    guard let member = try Team.find(try call.id("user"), now: call.now, in: db), member.role == .supervisor else {
      throw Refusal.notFound
    }
    return member
  }
  private static func chosen(_ people: [Supervision.Supervisee]) -> [String] {
    people.filter(\.isChosen).map(\.id.description).sorted()
  }
  private static func stored(_ people: [Supervision.Supervisee]) -> FormValues {
    FormValues([:], groups: ["supervisee": Set(chosen(people))])
  }
  /// Who was supervised when the form was made.
  private static func version(_ people: [Supervision.Supervisee]) -> String { chosen(people).joined(separator: " ") }

  private static func page(
    _ supervisor: TeamMember, _ people: [Supervision.Supervisee], _ values: FormValues, stored: FormValues? = nil,
    errors: FormErrors = FormErrors(), _ call: Call, _ db: borrowing TenantReader
  ) -> SupervisionPage {
    var builder = FormBuilder(call.text, values, stored: stored, errors: errors)
    builder.checks(
      "supervisee", people.map { (value: $0.id.description, label: $0.name) }, "team.supervision.people",
      hint: "team.supervision.hint")
    return SupervisionPage(
      title: call.text.text("team.supervision.title"), name: supervisor.name, personHref: "/team/\(supervisor.id)",
      form: EditForm(
        action: "/team/\(supervisor.id)/supervision", version: version(people), controls: builder.controls,
        canChange: db.scope.holds(.changeTeam), isConflict: stored != nil, backHref: "/team/\(supervisor.id)"),
      isSaved: call.query["saved"] != nil)
  }
}
