import Core
import Database
import Routing
import Templates
import Web

enum SeriesCancelHandlers {
  /// `GET /appointments/{appointment}/series/cancel?scope=following`: what would be cancelled. Changes nothing.
  static func form(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let scope = call.query["scope"].flatMap { SeriesScope(rawValue: $0) } ?? .following
    return .page(try page(scope, nil, error: nil, problem: nil, call, db))
  }

  /// `POST /appointments/{appointment}/series/cancellation`
  static func cancel(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let view = try SeriesView.read(call, db.reader)
    guard let scope = call.form["scope"].flatMap({ SeriesScope(rawValue: $0) }), let seen = call.form["seen"] else {
      throw Refusal.badRequest
    }
    let reason = SingleLine.clean(call.form["reason"] ?? "")
    guard reason.utf8.count <= AppointmentDraft.reasonBytes else { throw Refusal.badRequest }
    let waives = call.form["waive"] == "yes"
    let affected = view.affected(scope, now: call.now)
    if waives, reason.isEmpty, affected.contains(where: { $0.appointment.isLateFeeOwed(at: call.now) }) {
      let error = call.text.text("calendar.cancel.waiveReason")
      return .page(try page(scope, call.form, error: error, problem: nil, call, db.reader), status: 422)
    }
    let cancellation = StaffChanges.Cancellation(
      reason: reason, waivesFee: waives, tells: NotifyChoice.tells(call.form))
    do {
      let count = try SeriesCancellations.carryOut(
        scope, from: view.anchor, of: view.series, seen: seen, cancellation, now: call.now, in: db)
      return .redirect("/appointments/\(view.anchor)/series?cancelled=\(count)")
    } catch is StaffRefusal {
      let problem = call.text.text("calendar.series.stale")
      return .page(try page(scope, call.form, error: nil, problem: problem, call, db.reader), status: 409)
    }
  }

  private static func page(
    _ scope: SeriesScope, _ form: Form?, error: String?, problem: String?, _ call: Call, _ db: borrowing TenantReader
  ) throws -> SeriesCancelPage {
    let view = try SeriesView.read(call, db)
    let affected = view.affected(scope, now: call.now)
    let owed = affected.filter { $0.appointment.isLateFeeOwed(at: call.now) }
    let words = SeriesWords(call: call)
    let rows = view.occurrences.enumerated().filter { index, occurrence in
      affected.contains { $0.appointment.id == occurrence.appointment.id }
    }
    let text = call.text
    return SeriesCancelPage(
      read: view.record.read,
      title: scope == .following
        ? text.text("calendar.series.cancelFollowing") : text.text("calendar.series.cancelAll"),
      problem: problem, facts: view.facts(call), summary: text.text("calendar.series.cancels", count: affected.count),
      rows: rows.map { index, occurrence in
        SeriesPreviewRow(
          number: "\(index + 1)",
          when: call.formats.date(view.zone.local(occurrence.appointment.span.start).date, .long) + ", "
            + words.time(occurrence.appointment.span, zone: view.zone),
          problems: [],
          notes: owed.contains { $0.appointment.id == occurrence.appointment.id }
            ? [
              text.text("calendar.cancel.fee", ["fee": call.formats.money(occurrence.appointment.lateFee)])
            ] : [])
      },
      fees: owed.isEmpty ? nil : text.text("calendar.series.fees", count: owed.count),
      waives: form?["waive"] == "yes", reason: FormField(id: "reason", value: form?["reason"] ?? "", error: error),
      notify: NotifyChoice(
        try Telling.read(view.anchor, sendsMail: call.sendsMail, now: call.now, in: db), form, text),
      action: "/appointments/\(view.anchor)/series/cancellation", backHref: "/appointments/\(view.anchor)/series",
      hidden: [
        HiddenField(name: "scope", value: scope.rawValue),
        HiddenField(name: "seen", value: SeriesScope.mark(affected)),
      ])
  }
}

extension SeriesView {
  func affected(_ scope: SeriesScope, now: Instant) -> [SeriesRecords.Occurrence] {
    occurrences.filter { scope.includes($0, from: date, now: now) }
  }
}
