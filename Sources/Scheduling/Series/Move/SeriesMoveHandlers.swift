import Core
import Database
import Routing
import Templates
import Web

enum SeriesMoveHandlers {
  /// `GET /appointments/{appointment}/series/move?scope=following`
  static func form(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let view = try SeriesView.read(call, db)
    let desk = SeriesMoveDesk(view, call.query["scope"], call)
    return .page(try desk.form(desk.draft, FormErrors(), call.query, db))
  }

  /// `POST /appointments/{appointment}/series/time`: every date with what becomes of it; then, with the answer to what
  /// is to happen where something is in the way, the move itself.
  static func move(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let view = try SeriesView.read(call, db.reader)
    let desk = SeriesMoveDesk(view, call.form["scope"], call)
    let draft = AppointmentDraft(call.form)
    var errors = FormErrors()
    if call.form["change"] == "1" { return .page(try desk.form(draft, errors, call.form, db.reader)) }
    guard let offering = try Offering.find(view.series.pattern.service, in: db.reader) else { throw Refusal.notFound }
    guard let change = try desk.parse(draft, offering, &errors, db.reader) else {
      return .page(try desk.form(draft, errors, call.form, db.reader), status: 422)
    }
    guard let mode = call.form["clashes"].flatMap({ SeriesBookings.Mode(rawValue: $0) }) else {
      return .page(try desk.preview(change, draft, offering, refused: nil, db.reader))
    }
    guard let seen = call.form["seen"] else { throw Refusal.badRequest }
    do {
      let count = try SeriesMoves.carryOut(
        change, from: view.anchor, of: view.series, seen: seen, mode: mode, tells: NotifyChoice.tells(call.form),
        now: call.now, in: db)
      return .redirect("/appointments/\(view.anchor)/series?moved=\(count)")
    } catch let refusal as SeriesMoves.Refusal {
      let why =
        switch refusal {
        case .clashes: call.text.text("calendar.series.notMoved")
        case .notOffered: call.text.text("calendar.conflict.notOffered")
        case .stale: call.text.text("calendar.series.stale")
        }
      let (now, again) = (try SeriesView.read(call, db.reader), offering)
      let page = try SeriesMoveDesk(now, call.form["scope"], call).preview(
        change, draft, again, refused: why, db.reader)
      return .page(page, status: 409)
    }
  }
}
