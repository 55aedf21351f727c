import Core
import Database
import Routing
import Templates
import Web

/// Another time, length, place or number of places for a session and everybody in it.
enum GroupMoveHandlers {
  /// `GET /calendar/groups/{group}/move`
  static func form(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let group = try GroupHandlers.find(call, db)
    guard group.status == .planned else { throw Refusal.conflict }
    return .page(try page(group, try draft(of: group, db), FormErrors(), problem: nil, conflict: nil, call, db))
  }

  /// `POST /calendar/groups/{group}/time`
  static func move(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let group = try GroupHandlers.find(call, db.reader)
    let shown = try GroupsShown(call.form)
    var draft = AppointmentDraft(call.form)
    draft["places"] = call.form["places"] ?? ""
    var errors = FormErrors()
    let forms = try AppointmentForms(call, db.reader)
    guard let offering = try Offering.find(group.service, in: db.reader) else { throw Refusal.notFound }
    let start = draft.start(zone: forms.zone, &errors, formats: call.formats)
    let minutes = Int(draft["minutes"]).flatMap { (5...720).contains($0) && $0 % 5 == 0 ? $0 : nil }
    if minutes == nil { errors.refuse("minutes", "calendar.form.minutes.invalid") }
    let places = Decimal.parse(draft["places"]).flatMap { GroupSession.sizes.contains($0) ? $0 : nil }
    if places == nil { errors.refuse("places", "calendar.group.places.invalid") }
    let found = forms.wish(draft, offering, start: start, minutes: minutes, &errors)
    guard let wish = found, let places else {
      return .page(try page(group, draft, errors, problem: nil, conflict: nil, call, db.reader), status: 422)
    }
    let local = forms.zone.local(wish.start)
    (draft["date"], draft["time"]) = (local.date.description, local.time.description)
    draft["offset"] = "\(forms.zone.offset(at: wish.start))"
    do {
      let change = GroupChange(wish: wish, places: places, tells: NotifyChoice.tells(call.form))
      try GroupChanges.carryOut(change, on: group, shown, now: call.now, in: db)
      let done = group.stays(wish) ? "changed" : "moved"
      return .redirect("\(GroupRoutes.path)/\(group.id)?done=\(done)")
    } catch let refusal as GroupChanges.Refusal {
      switch refusal {
      case .tooFew(let taken): errors.refuse("places", "calendar.group.places.taken", ["taken": String(taken)])
      case .leftOut: errors.refuse("time", "calendar.group.scope.leftOut")
      }
      return .page(try page(group, draft, errors, problem: nil, conflict: nil, call, db.reader), status: 422)
    } catch let refusal as StaffRefusal {
      switch refusal {
      case .conflicts, .notOffered:
        let conflict = try AppointmentNewHandlers.conflict(
          refusal, wish, offering, apart: nil, draft, errors, forms.zone, call, db.reader)
        return .page(
          try page(group, draft, errors, problem: nil, conflict: conflict, call, db.reader), status: 409)
      case .stale, .notPossible:
        let current = try GroupHandlers.find(call, db.reader)
        draft["version"] = String(current.version)
        let problem = call.text.text(GroupDrawing.key(refusal))
        return .page(
          try page(current, draft, errors, problem: problem, conflict: nil, call, db.reader), status: 409)
      }
    }
  }

  /// What the session has now, as the form shows it.
  private static func draft(of group: GroupSession, _ db: borrowing TenantReader) throws -> AppointmentDraft {
    let zone = try Zone(name: db.practice.zoneName)
    let local = zone.local(group.span.start)
    return AppointmentDraft([
      "date": local.date.description, "time": local.time.description,
      "offset": "\(zone.offset(at: group.span.start))", "practitioner": group.assignment.practitioner.description,
      "room": group.assignment.room?.description ?? "", "device": group.assignment.device?.description ?? "",
      "minutes": "\(group.minutes)", "places": "\(group.places)", "version": "\(group.version)",
    ])
  }

  private static func page(
    _ group: GroupSession, _ draft: AppointmentDraft, _ errors: FormErrors, problem: String?, conflict: ConflictView?,
    _ call: Call, _ db: borrowing TenantReader
  ) throws -> GroupMovePage {
    let forms = try AppointmentForms(call, db)
    let drawing = GroupDrawing(call: call, zone: forms.zone)
    let (service, site) = (
      try Services.find(group.service, in: db), try Places.site(of: group.assignment.location, in: db)
    )
    let name = service?.name ?? ""
    let path = "\(GroupRoutes.path)/\(group.id)"
    return GroupMovePage(
      title: call.text.text("calendar.group.change.title", ["what": name]), what: name, now: drawing.when(group.span),
      there: drawing.there(group, service, site), place: GroupDrawing.place(service, site), action: path + "/time",
      backHref: path, people: GroupDrawing.taken(group, call.text), problem: problem,
      errors: errors.problems(in: call.text), conflict: conflict,
      time: TimeFields(draft, errors, zone: forms.zone, saysPast: true, call),
      minutes: draft.field("minutes", errors, call),
      places: draft.field("places", errors, call),
      scope: GroupScopeChoice(
        group, try GroupSeries.following(group, now: call.now, in: db),
        call.request.method == .post ? call.form : nil, isAnew: problem != nil, call.text),
      practitioner: forms.select("practitioner", .practitioner, draft, errors),
      room: forms.select("room", .room, draft, errors), device: forms.select("device", .device, draft, errors),
      notify: try drawing.notify(group.id, call.request.method == .post ? call.form : nil, db),
      version: draft["version"])
  }
}
