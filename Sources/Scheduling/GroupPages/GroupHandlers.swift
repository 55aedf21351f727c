import Core
import Crypto
import Database
import Routing
import Templates
import Web

/// A session and who takes part.
enum GroupHandlers {
  /// `GET /calendar/groups/{group}`
  static func show(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let news = call.query["done"].flatMap { GroupDrawing.news($0, call.text) }
    return .page(try page(call, draft(), FormErrors(), news: news, problem: nil, db))
  }

  /// `POST /calendar/groups/{group}/draft`: the same page with the patients whose names hold what was typed. Writes
  /// nothing; a POST because a name does not belong into an address.
  static func search(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    .page(try page(call, AppointmentDraft(call.form), FormErrors(), news: nil, problem: nil, db.reader))
  }

  /// `POST /calendar/groups/{group}/participants`
  static func add(_ registration: PatientRegistration) -> Route.Write {
    { call, db in
      let group = try find(call, db.reader)
      let draft = AppointmentDraft(call.form)
      var errors = FormErrors()
      let person = try PatientFields.parse(draft, &errors, call, db.reader)
      guard let key = Hex.decode(draft["key"]), key.count == 16 else { throw Refusal.badRequest }
      guard errors.isEmpty, let person else {
        return .page(try page(call, draft, errors, news: nil, problem: nil, db.reader), status: 422)
      }
      let order = GroupBookings.Order(who: person.who, language: person.language, formKey: key)
      do {
        _ = try GroupBookings.add(order, to: group, registering: registration, now: call.now, in: db)
        return .redirect("\(GroupRoutes.path)/\(group.id)?done=added")
      } catch let refusal as GroupBookings.Refusal {
        let problem = call.text.text(GroupDrawing.key(refusal))
        return .page(try page(call, draft, errors, news: nil, problem: problem, db.reader), status: 409)
      }
    }
  }

  /// `POST /calendar/groups/{group}/cancellation`
  static func cancel(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let group = try find(call, db.reader)
    let shown = try GroupsShown(call.form)
    let reason = SingleLine.clean(call.form["reason"] ?? "")
    guard reason.utf8.count <= AppointmentDraft.reasonBytes else { throw Refusal.badRequest }
    do {
      try GroupCancellations.cancel(
        group, shown, reason: reason, tells: NotifyChoice.tells(call.form), now: call.now, in: db)
      return .redirect("\(GroupRoutes.path)/\(group.id)?done=cancelled")
    } catch let refusal as StaffRefusal {
      let problem = call.text.text(GroupDrawing.key(refusal))
      return .page(try page(call, draft(), FormErrors(), news: nil, problem: problem, db.reader), status: 409)
    }
  }

  static func find(_ call: Call, _ db: borrowing TenantReader) throws -> GroupSession {
    guard let group = try Groups.find(try call.id("group"), now: call.now, in: db) else { throw Refusal.notFound }
    return group
  }

  private static func draft() -> AppointmentDraft {
    AppointmentDraft(["key": Hex.encode(SecureRandom.bytes(16))])
  }

  private static func page(
    _ call: Call, _ draft: AppointmentDraft, _ errors: FormErrors, news: String?, problem: String?,
    _ db: borrowing TenantReader
  ) throws -> GroupPage {
    let group = try find(call, db)
    let drawing = GroupDrawing(call: call, zone: try Zone(name: db.practice.zoneName))
    let service = try Services.find(group.service, in: db)
    let reach = try PatientReach.of(.readSchedule, now: call.now, in: db)
    let people = try GroupParticipants.all(group.id, within: reach, in: db)
    let canChange = CalendarHandlers.canChange(db.scope) && group.status == .planned
    let path = "\(GroupRoutes.path)/\(group.id)"
    let following = try GroupSeries.following(group, now: call.now, in: db)
    let local = drawing.zone.local(group.span.start)
    let day = CalendarQuery(view: .day, date: drawing.zone.local(group.span.start).date)
    return GroupPage(
      title: drawing.title(group, service?.name ?? ""), calendarHref: day.href, news: news, problem: problem,
      isCancelled: group.status == .cancelled,
      facts: drawing.facts(
        group, service, try Resources.all(in: db), try Places.site(of: group.assignment.location, in: db)),
      participants: drawing.rows(people, canChange: CalendarHandlers.canChange(db.scope)),
      named: people.count { $0.name != nil },
      adding: canChange
        ? AddParticipant(
          action: path + "/participants", draftAction: path + "/draft", errors: errors.problems(in: call.text),
          search: draft.field("search", errors, call), wasSearched: !draft["search"].isEmpty,
          matches: try PatientFields.matches(draft, now: call.now, in: db), given: draft.field("given", errors, call),
          family: draft.field("family", errors, call), email: draft.field("email", errors, call),
          phone: draft.field("phone", errors, call), formKey: draft["key"]) : nil,
      moveHref: canChange ? path + "/move" : nil,
      waitlistHref: canChange && group.span.start > call.now
        ? "/calendar/waitlist/gap?start=\(local)&with=\(group.assignment.practitioner)" : nil,
      cancellation: canChange
        ? GroupCancelForm(
          action: path + "/cancellation", version: String(group.version),
          scope: GroupScopeChoice(group, following, nil, isAnew: true, call.text),
          notify: try drawing.notify(group.id, nil, db)) : nil)
  }
}
