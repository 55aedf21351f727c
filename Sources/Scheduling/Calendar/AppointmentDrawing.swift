import Core
import Routing
import Templates

/// Words of one appointment, in the reader's language.
struct AppointmentDrawing {
  let call: Call
  let zone: Zone

  func when(_ span: TimeSpan) -> String {
    let (start, end) = (zone.local(span.start), zone.local(span.end))
    return call.formats.date(start.date, .long) + ", " + call.formats.timeRange(start.time, end.time) + ", "
      + call.formats.zoneLabel(zone, at: span.start)
  }
  func moment(_ instant: Instant) -> String {
    let local = zone.local(instant)
    return call.formats.date(local.date, .short) + ", " + call.formats.time(local.time)
  }

  func facts(_ record: AppointmentRecord, _ resources: [Resource], showsNotes: Bool) -> [AppointmentFact] {
    let (appointment, text) = (record.appointment, call.text)
    let name = { (id: ResourceID?) in id.flatMap { id in resources.first { $0.id == id } }?.name }
    func fact(_ label: String, _ value: String?, isTyped: Bool = false) -> AppointmentFact? {
      value.map { AppointmentFact(label: label, value: $0, isTyped: isTyped) }
    }
    let places = [
      name(appointment.assignment.room), name(appointment.assignment.device), record.isVideo ? nil : record.place,
    ].compactMap { $0 }
    let facts = [
      fact(text.text("calendar.fact.when"), when(appointment.span)),
      fact(
        text.text("calendar.fact.there"),
        record.isVideo ? nil : there(appointment.span, SlotWords.zone(appointment.zoneName, or: zone))),
      fact(
        text.text("calendar.fact.what"),
        record.serviceName + (record.isVideo ? ", " + text.text("calendar.mark.video") : "")),
      fact(text.text("calendar.fact.with"), name(appointment.assignment.practitioner)),
      fact(text.text("calendar.fact.where"), places.isEmpty ? nil : places.joined(separator: ", ")),
      fact(text.text("calendar.fact.price"), call.formats.money(appointment.price)),
      fact(text.text("calendar.fact.policy"), policy(appointment)),
      fact(text.text("calendar.fact.note"), showsNotes ? record.note : nil, isTyped: true),
      fact(text.text("calendar.fact.override"), record.overrideReason, isTyped: true),
      fact(text.text("calendar.fact.cancelReason"), record.cancelReason, isTyped: true),
      fact(text.text("calendar.fact.answer"), showsNotes ? record.answer : nil, isTyped: true),
      fact(text.text("calendar.fact.lateFee"), record.isLateFeeDue ? call.formats.money(appointment.lateFee) : nil),
      fact(text.text("calendar.fact.waived"), record.isLateFeeWaived ? call.formats.money(appointment.lateFee) : nil),
      fact(
        text.text("calendar.fact.answerBy"),
        appointment.isOpenRequest(at: call.now) ? appointment.answerBy.map(moment) : nil),
    ]
    return facts.compactMap { $0 }
  }

  /// What the clock on the wall there shows; nil where it is the practice's.
  func there(_ span: TimeSpan, _ clock: Zone) -> String? {
    guard clock.offset(at: span.start) != zone.offset(at: span.start) else { return nil }
    return AppointmentDrawing(call: call, zone: clock).when(span)
  }

  private func policy(_ appointment: Appointment) -> String {
    let until = moment(appointment.freeUntil)
    return appointment.lateFee.minor == 0
      ? call.text.text("calendar.policy.free")
      : call.text.text(
        "calendar.policy.until", ["until": until, "fee": call.formats.money(appointment.lateFee)])
  }

  /// Of cancelling: what is past is told to nobody.
  private func notify(_ appointment: Appointment, _ telling: Telling) -> NotifyChoice {
    appointment.span.start <= call.now
      ? NotifyChoice(isOn: false, whyNot: call.text.text("calendar.notify.past"))
      : NotifyChoice(telling, nil, call.text)
  }

  /// - Parameter back: where the calendar was; the forms lead there again.
  func panel(
    _ record: AppointmentRecord, _ history: [AppointmentHistory.Event], _ messages: AppointmentMessages,
    _ resources: [Resource], _ series: SeriesPlace?, back: CalendarQuery, canChange: Bool, canWrite: Bool,
    showsNotes: Bool,
    isBeside: Bool, cancelError: String?
  ) -> AppointmentPanel {
    let (appointment, text) = (record.appointment, call.text)
    let path = "/appointments/\(appointment.id)"
    let open = { (act: StatusAct) in canChange && act.isOpen(for: appointment, zone: zone, now: call.now) }
    return AppointmentPanel(
      read: record.read, patient: record.patient.full, patientHref: "/patients/\(appointment.patient)",
      initials: record.patient.initials,
      status: StatusBadge(look: StatusLook(appointment.status, isLate: record.isLateFeeDue, text: text)),
      payment: StatusLook(appointment.payment, text: text).map { StatusBadge(look: $0) },
      facts: facts(record, resources, showsNotes: showsNotes), series: series.map { SeriesLine($0, call) },
      acts: StatusAct.allCases.filter { $0 != .cancellation && open($0) }.map { button($0, path) },
      moveHref: canChange && appointment.status.isMovable
        ? path + (appointment.group == nil ? "/move" : "/session") : nil,
      nextHref: canChange && NextVisitHandlers.canFollow(appointment) ? path + "/next" : nil,
      cancellation: open(.cancellation)
        ? CancellationForm(
          action: path + "/" + StatusAct.cancellation.path,
          fee: appointment.isLateFeeOwed(at: call.now) ? call.formats.money(appointment.lateFee) : nil,
          error: cancelError, notify: notify(appointment, messages.telling)) : nil,
      conversationHref: canWrite ? "/patients/\(appointment.patient)/conversation" : nil,
      requestHref: canChange && appointment.isOpenRequest(at: call.now) ? "/calendar/requests" : nil,
      hidden: hidden(appointment.version, back: back),
      messages: lines(messages), silenceAction: canChange && messages.isNewsWaiting ? path + "/silence" : nil,
      failuresHref: messages.hasFailed ? "/messages/failed" : nil, history: lines(history, record),
      closeHref: isBeside ? back.href : nil)
  }

  func hidden(_ version: Int, back: CalendarQuery) -> [HiddenField] {
    [HiddenField(name: "version", value: "\(version)")]
      + back.pairs.filter { $0.name != "date" && $0.name != "a" }.map { HiddenField(name: $0.name, value: $0.value) }
  }

  /// The trail; what was made before it, such as an import, at least says when.
  private func lines(_ history: [AppointmentHistory.Event], _ record: AppointmentRecord) -> [HistoryLine] {
    let lines = history.map {
      HistoryLine(
        what: AppointmentHistory.word($0, call.text), when: moment($0.at), who: AppointmentHistory.actor($0, call.text))
    }
    if history.contains(where: { $0.action == "appointment.book" || $0.action == "appointment.request" }) {
      return lines
    }
    return lines
      + [
        HistoryLine(
          what: call.text.text("calendar.history.created"), when: moment(record.createdAt), who: source(record))
      ]
  }

  private func source(_ record: AppointmentRecord) -> String {
    record.isBookedOnline ? call.text.text("calendar.history.byPatient") : call.text.text("calendar.history.byStaff")
  }

  func button(_ act: StatusAct, _ path: String) -> ActButton {
    let (icon, isPrimary): (String, Bool) =
      switch act {
      case .checkIn: ("door", true)
      case .completion: ("check", false)
      case .noShow: ("user-x", false)
      case .cancellation: ("x-circle", false)
      case .undoArrival, .undoNoShow, .undoCompletion, .undoCancellation: ("undo", false)
      }
    return ActButton(action: path + "/" + act.path, label: label(act), icon: icon, isPrimary: isPrimary)
  }

  func label(_ act: StatusAct) -> String {
    switch act {
    case .checkIn: call.text.text("calendar.act.checkIn")
    case .undoArrival: call.text.text("calendar.act.undoArrival")
    case .noShow: call.text.text("calendar.act.noShow")
    case .undoNoShow: call.text.text("calendar.act.undoNoShow")
    case .completion: call.text.text("calendar.act.completion")
    case .undoCompletion: call.text.text("calendar.act.undoCompletion")
    case .cancellation: call.text.text("calendar.act.cancellation")
    case .undoCancellation: call.text.text("calendar.act.undoCancellation")
    }
  }

  /// What the toast says.
  func done(_ act: StatusAct) -> String {
    switch act {
    case .checkIn: call.text.text("calendar.done.checkIn")
    case .undoArrival, .undoNoShow, .undoCompletion: call.text.text("calendar.done.undone")
    case .noShow: call.text.text("calendar.done.noShow")
    case .completion: call.text.text("calendar.done.completion")
    case .cancellation: call.text.text("calendar.done.cancellation")
    case .undoCancellation: call.text.text("calendar.done.reinstated")
    }
  }
}
