import Core
import Database
import Routing
import Templates

/// Values the contract renders: an empty calendar, a full one, and what is typed to break pages.
enum CalendarExamples {
  static let paid = StatusBadge(look: look("pay-paid", "pay-paid", "Paid"))
  static let links = CalendarLinks(
    here: "/calendar?view=day", day: "/calendar", week: "/calendar?view=week", agenda: "/calendar?view=agenda",
    earlier: "/calendar?date=2026-03-09",
    later: "/calendar?date=2026-03-11", today: "/calendar", cancelled: "/calendar?cancelled=0", unfiltered: "/calendar",
    sheet: "/calendar/sheet")

  static func look(_ style: String, _ icon: String, _ word: String) -> StatusLook {
    StatusLook(style: style, icon: icon, word: word)
  }

  static func appointment(_ who: String, isShort: Bool) -> AppointmentBlock {
    AppointmentBlock(
      id: "1", who: who, what: "Follow-up", time: "09:00–09:50", iso: "2026-03-10T09:00",
      sentence: "Booked, paid", status: look("st-booked", "circle", "Booked"), payment: isShort ? nil : paid,
      isShort: isShort, isCurrent: !isShort, isOverbooked: !isShort, isVideo: !isShort, hasNote: !isShort,
      isMovable: !isShort)
  }

  static let blocks = [
    CalendarBlock(from: 480, place: "h-8 dh-1", .off("Starts at 09:00")),
    CalendarBlock(from: 540, place: "h-9 dm-50 of-2", .appointment(appointment("<b>Ola</b>", isShort: false))),
    CalendarBlock(from: 540, place: "h-9 dm-20 lane-2 of-2", .appointment(appointment("אבי", isShort: true))),
    CalendarBlock(
      from: 570, place: "h-9 dm-30",
      .group(
        GroupBlock(
          href: "/calendar/groups/1", name: "<i>Yoga</i>", count: "5/8", time: "09:30–10:00", iso: "2026-03-10T09:30",
          sentence: "5 of 8 places are taken", style: "st-booked", isShort: true, isVideo: true))),
    CalendarBlock(from: 600, place: "h-10 dm-50", .hold(HoldBlock(time: "10:00–10:50", until: "09:12"))),
    CalendarBlock(from: 605, place: "h-10 m-5", .now("Now 10:05")),
    CalendarBlock(from: 660, place: "h-11 dh-6", .gap(GapBlock(href: "/appointments/new", time: "11:00–17:00"))),
  ]
  static let grid = CalendarGrid(
    hours: DayHours([]), isWeek: false,
    labels: [CalendarHour(label: "10:00", isNear: true), CalendarHour(label: "11:00", isNear: false)],
    clock: "10:05", clockPlace: "h-10 m-5",
    columns: [
      CalendarColumn(
        id: "c-1", heading: "Dr Mira Specimen", note: "6 booked", initials: "MS", color: 2, isToday: false, href: nil,
        newHref: "/appointments/new", blocks: blocks),
      CalendarColumn(
        id: "c-2", heading: "Tue 10", note: "", initials: "", color: 0, isToday: true, href: "/calendar",
        newHref: nil,
        blocks: []),
    ])
  static let panel = AppointmentPanel(
    read: AuditEvent("appointment.read", "scheduling_appointment", nil), patient: "Ola <Nordmann>",
    patientHref: "/patients/1", initials: "ON",
    status: StatusBadge(look: look("st-booked", "circle", "Booked")), payment: paid,
    facts: [
      AppointmentFact(label: "What", value: "Follow-up"), AppointmentFact(label: "Note", value: "<i>", isTyped: true),
    ],
    series: .example,
    acts: [
      ActButton(action: "/appointments/1/check-in", label: "Arrived", icon: "door", isPrimary: true),
      ActButton(action: "/appointments/1/no-show", label: "Did not come", icon: "user-x", isPrimary: false),
    ], moveHref: "/appointments/1/move", nextHref: "/appointments/1/next",
    cancellation: CancellationForm(
      action: "/appointments/1/cancellation", fee: "€20.00", error: "Say why",
      notify: NotifyChoice(isOn: true, whyNot: nil)),
    conversationHref: "/patients/1/conversation", requestHref: "/calendar/requests",
    hidden: [HiddenField(name: "version", value: "1")],
    messages: [
      MessageLine(icon: "clock", what: "Reminder, email", state: "to be sent", answer: nil, isNext: true),
      MessageLine(icon: "alert", what: "Change, email", state: "not sent", answer: "550 <no>", isNext: false),
    ], silenceAction: "/appointments/1/silence", failuresHref: "/messages/failed",
    history: [HistoryLine(what: "Moved", when: "Mon 9 March, 10:00", who: "Bob")], closeHref: "/calendar")
}

extension CalendarPage {
  static var examples: [CalendarPage] {
    [.day: CalendarExamples.grid, .week: CalendarExamples.grid, .agenda: nil as CalendarGrid?].map { view, grid in
      CalendarPage(
        title: "Tuesday 10 March 2026", view: view, zone: "Berlin time (GMT+1)",
        clockNote: grid == nil ? nil : "Clocks change",
        links: CalendarExamples.links, earlierLabel: "Monday", laterLabel: "Wednesday", isToday: grid == nil,
        date: "2026-03-10", people: [FormOption(value: "1", label: "Mira", isChosen: true)],
        groupings: [FormOption(value: "room", label: "Rooms", isChosen: false)], services: [], statuses: [],
        places: grid == nil ? [] : [FormOption(value: "practice", label: "Studio <1>", isChosen: true)],
        filterNote: "2 hidden", hidesCancelled: grid == nil, isNarrowed: grid == nil,
        poll: "/calendar/version", version: "1", newHref: grid == nil ? nil : "/appointments/new",
        requests: grid == nil ? 0 : 2,
        grid: grid,
        agenda: grid == nil
          ? [
            AgendaDay(id: "d-1", heading: "Tuesday", isToday: true, note: "Clocks", blocks: CalendarExamples.blocks),
            AgendaDay(id: "d-2", heading: "Wednesday", isToday: false, note: nil, blocks: []),
          ] : [],
        panel: view == .day ? CalendarExamples.panel : nil, shownAppointments: 2,
        toast: view == .day
          ? CalendarToast(
            message: "Moved",
            undo: CalendarToast.Undo(
              action: "/appointments/1/time", hidden: [HiddenField(name: "version", value: "2")]),
            silence: CalendarToast.Undo(
              action: "/appointments/1/silence", hidden: [HiddenField(name: "version", value: "2")]))
          : CalendarToast(message: "Booked", undo: nil, silence: nil),
        failures: grid == nil ? nil : "2 messages")
    }
  }
}

extension AppointmentPage {
  static var examples: [AppointmentPage] {
    [AppointmentPage(title: "Ola", calendarHref: "/calendar", panel: CalendarExamples.panel)]
  }
}
