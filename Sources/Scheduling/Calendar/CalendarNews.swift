import Core
import Routing
import Templates
import Web

/// What the calendar tells after an act: carried in the address as codes and ids, shown only while it is still true.
struct CalendarNews: Sendable, Equatable {
  enum Kind: Sendable, Equatable {
    case booked
    case moved(from: PlaceWish)
    case act(StatusAct)
  }
  let kind: Kind
  let appointment: AppointmentID
  /// The version the act left.
  let version: Int
  /// Whether the patient is to be told.
  let tells: Bool

  init(_ kind: Kind, _ appointment: AppointmentID, version: Int, tells: Bool) {
    self.tells = tells
    self.kind = kind
    self.appointment = appointment
    self.version = version
  }

  init?(_ query: Form) {
    guard let appointment = query["of"].flatMap({ AppointmentID(text: $0) }),
      let version = query["v"].flatMap({ Int($0) }),
      let done = query["done"]
    else { return nil }
    if done == "booked" {
      kind = .booked
    } else if done == "moved", let from = query["was"].flatMap({ PlaceWish(code: $0) }) {
      kind = .moved(from: from)
    } else if let act = StatusAct(rawValue: done) {
      kind = .act(act)
    } else {
      return nil
    }
    self.appointment = appointment
    self.version = version
    tells = query["untold"] == nil
  }

  var pairs: [(name: String, value: String)] {
    let untold: [(name: String, value: String)] = tells ? [] : [("untold", "1")]
    let about = [(name: "of", value: appointment.description), (name: "v", value: "\(version)")] + untold
    return switch kind {
    case .booked: [("done", "booked")] + about
    case .moved(let from): [("done", "moved")] + about + [("was", from.code)]
    case .act(let act): [("done", act.rawValue)] + about
    }
  }

  /// The calendar that shows it.
  func href(_ back: CalendarQuery) -> String { "/calendar?" + URLComponent.query(back.pairs + pairs) }
}

extension PlaceWish {
  /// Start in seconds, minutes, practitioner, room, device, place; an empty part is automatic.
  var code: String {
    [
      "\(start.seconds)", "\(minutes)", practitioner.description, room.id?.description ?? "",
      device.id?.description ?? "", place.code ?? "",
    ].joined(separator: "_")
  }
  init?(code: String) {
    let parts = code.split(separator: "_", omittingEmptySubsequences: false)
    guard parts.count == 6, let seconds = Int64(parts[0]), abs(seconds) < 10_000_000_000, let minutes = Int(parts[1]),
      (5...720).contains(minutes), let practitioner = ResourceID(text: parts[2])
    else { return nil }
    let choice = { (part: Substring) in ResourceID(text: part).map { ResourceChoice.chosen($0) } ?? .automatic }
    self.init(
      practitioner: practitioner, room: choice(parts[3]), device: choice(parts[4]), start: Instant(seconds: seconds),
      minutes: minutes, place: WantedPlace(code: String(parts[5])))
  }
}

extension CalendarDrawing {
  /// Nil when the appointment has changed since, or is not on this page.
  /// - Parameter telling: whether the patient will be told; nil when that was decided against.
  func toast(_ telling: Telling?) -> CalendarToast? {
    guard let news = CalendarNews(call.query),
      let entry = (contents.entries + contents.participants).first(where: { $0.id == news.appointment }),
      entry.version == news.version
    else { return nil }
    let words = AppointmentDrawing(call: call, zone: zone)
    let when = words.moment(entry.span.start)
    // What is past is told to nobody.
    let isPast = entry.span.start <= call.now
    let telling = isPast ? nil : telling
    func said(_ done: String) -> String {
      isPast ? done + ". " + call.text.text("calendar.notify.past") : self.said(done, telling)
    }
    switch news.kind {
    case .booked:
      let done = call.text.text("calendar.done.booked", ["who": who(entry), "when": when])
      return CalendarToast(message: isPast ? said(done) : done, undo: nil, silence: nil)
    case .moved(let from):
      let hidden =
        words.hidden(news.version, back: query)
        + [
          HiddenField(name: "pick", value: "\(from.start.seconds)"),
          HiddenField(name: "minutes", value: "\(from.minutes)"),
          HiddenField(name: "practitioner", value: from.practitioner.description),
          HiddenField(name: "room", value: from.room.id?.description ?? ""),
          HiddenField(name: "device", value: from.device.id?.description ?? ""),
          HiddenField(name: "at", value: from.place.code ?? ""),
        ]
      return CalendarToast(
        message: said(call.text.text("calendar.done.moved", ["who": who(entry), "when": when])),
        undo: canChange ? CalendarToast.Undo(action: "/appointments/\(entry.id)/time", hidden: hidden) : nil,
        silence: silence(entry.id, telling, words.hidden(news.version, back: query)))
    case .act(let act):
      let undo = act.undo.flatMap { $0.result(from: entry.status) == nil ? nil : $0 }
      return CalendarToast(
        message: act == .cancellation
          ? said(who(entry) + ": " + words.done(act)) : who(entry) + ": " + words.done(act),
        undo: canChange
          ? undo.map {
            CalendarToast.Undo(
              action: "/appointments/\(entry.id)/\($0.path)", hidden: words.hidden(news.version, back: query))
          } : nil,
        silence: act == .cancellation
          ? silence(entry.id, telling, words.hidden(news.version, back: query)) : nil)
    }
  }

  /// What is said of telling the patient; nothing where nobody would be told anyway.
  private func said(_ done: String, _ telling: Telling?) -> String {
    guard let telling else { return done + ". " + call.text.text("calendar.notify.untold") }
    return done + ". " + call.text.text(telling.words)
  }

  private func silence(_ id: AppointmentID, _ telling: Telling?, _ hidden: [HiddenField]) -> CalendarToast.Undo? {
    guard canChange, telling?.isTold == true else { return nil }
    return CalendarToast.Undo(action: "/appointments/\(id)/silence", hidden: hidden)
  }
}
