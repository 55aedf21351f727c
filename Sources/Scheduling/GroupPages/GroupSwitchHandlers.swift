import Core
import Database
import Routing
import Templates
import Web

/// One participant goes to another session of the same service.
enum GroupSwitchHandlers {
  /// As far as sessions are shown to choose from.
  private static let daysAhead = 180

  /// `GET /appointments/{appointment}/session`
  static func form(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let record = try find(call, db)
    return .page(try page(record, FormErrors(), problem: nil, call, db))
  }

  /// `POST /appointments/{appointment}/session`
  static func send(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let record = try find(call, db.reader)
    guard let version = call.form["version"].flatMap({ Int($0) }) else { throw Refusal.badRequest }
    guard let text = call.form["group"], !text.isEmpty else {
      var errors = FormErrors()
      errors.refuse("group", "calendar.group.switch.missing")
      return .page(try page(record, errors, problem: nil, call, db.reader), status: 422)
    }
    guard let group = GroupID(text: text), try Groups.find(group, now: call.now, in: db.reader) != nil else {
      throw Refusal.notFound
    }
    do {
      try GroupMoves.send(
        record.appointment, version: version, to: group, tells: NotifyChoice.tells(call.form), now: call.now, in: db)
      return .redirect("\(GroupRoutes.path)/\(group)?done=switched")
    } catch let refusal as GroupBookings.Refusal {
      let key =
        switch refusal {
        case .full: "calendar.group.switch.full"
        case .takesPart: "calendar.group.switch.takesPart"
        case .changed: "calendar.group.switch.changed"
        }
      let current = try find(call, db.reader)
      return .page(try page(current, FormErrors(), problem: call.text.text(key), call, db.reader), status: 409)
    }
  }

  private static func find(_ call: Call, _ db: borrowing TenantReader) throws -> AppointmentRecord {
    guard let record = try AppointmentRecord.find(try call.id("appointment"), in: db) else { throw Refusal.notFound }
    guard record.appointment.status.isMovable, record.appointment.group != nil else { throw Refusal.conflict }
    return record
  }

  private static func page(
    _ record: AppointmentRecord, _ errors: FormErrors, problem: String?, _ call: Call, _ db: borrowing TenantReader
  ) throws -> GroupSwitchPage {
    let (appointment, zone) = (record.appointment, try Zone(name: db.practice.zoneName))
    let drawing = GroupDrawing(call: call, zone: zone)
    let ahead = TimeSpan(start: call.now, end: call.now.adding(days: daysAhead))
    let own = try GroupParticipants.sessions(ofPatientIn: appointment.id, in: db)
    let sessions = try Groups.planned(appointment.service, startingIn: ahead, now: call.now, in: db)
      .filter { !own.contains($0.id) }
    let people = try Resources.all(in: db)
    let service = try Services.find(appointment.service, in: db)
    let sites = try Places.sites(
      of: Set(sessions.map(\.assignment.location) + [appointment.assignment.location]), in: db)
    let ownSite = sites.first { $0?.location == appointment.assignment.location } ?? nil
    let hasPlaces = sites.contains { $0 != nil } && service?.mode != .video
    let telling = try Telling.read(appointment.id, sendsMail: call.sendsMail, now: call.now, in: db)
    return GroupSwitchPage(
      read: record.read, title: call.text.text("calendar.group.switch.title", ["who": record.patient.full]),
      who: record.patient.full, what: record.serviceName, now: drawing.when(appointment.span),
      thereNow: hasPlaces ? drawing.there(appointment.span, ownSite) : nil,
      placeNow: hasPlaces ? ownSite?.name ?? db.practice.name : nil,
      action: "/appointments/\(appointment.id)/session",
      backHref: appointment.group.map { "\(GroupRoutes.path)/\($0)" } ?? "/calendar", problem: problem,
      errors: errors.problems(in: call.text),
      sessions: sessions.map { session in
        let site = sites.first { $0?.location == session.assignment.location } ?? nil
        return SessionChoice(
          id: session.id.description, when: drawing.when(session.span),
          there: hasPlaces ? drawing.there(session.span, site) : nil,
          place: hasPlaces ? site?.name ?? db.practice.name : nil,
          with: people.first { $0.id == session.assignment.practitioner }?.name ?? "",
          places: GroupDrawing.taken(session, call.text), isFull: session.left.count == 0,
          isChosen: call.form["group"] == session.id.description)
      },
      error: errors.message(for: "group", in: call.text),
      notify: NotifyChoice(telling, call.request.method == .post ? call.form : nil, call.text),
      version: String(appointment.version))
  }
}
