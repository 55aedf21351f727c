import Core
import Routing
import Templates

/// Puts obstacles into sentences. Who is named is who the reader reaches.
struct WhyWords {
  let found: SlotExplanations
  let question: WhyQuestion
  let resources: [Resource]
  let words: ConflictWords
  private var call: Call { words.call }
  private var zone: Zone { words.zone }

  init(_ found: SlotExplanations, _ question: WhyQuestion, _ resources: [Resource], _ words: ConflictWords) {
    (self.found, self.question, self.resources, self.words) = (found, question, resources, words)
  }

  /// - Parameter bookHref: where a start that staff can have is booked; nil for those who may not.
  func view(bookHref: ((ResourceID) -> String)?) -> WhyView {
    let named = found.each.flatMap(\.obstacles).flatMap(\.claims).compactMap { found.takers[$0.id] }.filter {
      if case .visit(let visit) = $0 { visit.patient != nil } else { false }
    }
    return WhyView(
      heading: found.service.name + ", " + words.start(question.start),
      people: found.each.map { person($0, bookHref) }, named: named.count)
  }

  private func person(_ each: SlotExplanation, _ bookHref: ((ResourceID) -> String)?) -> WhyPerson {
    let verdict: WhyPerson.Verdict = each.obstacles.isEmpty ? .free : each.isFreeForStaff ? .staffOnly : .taken
    let word =
      switch verdict {
      case .free: call.text.text("calendar.why.free")
      case .staffOnly: call.text.text("calendar.why.staffFree")
      case .taken: call.text.text("calendar.why.taken")
      }
    return WhyPerson(
      who: each.practitioner.map(name) ?? call.text.text("calendar.why.nobody"), verdict: verdict, word: word,
      reasons: each.obstacles.map { reason($0, each) },
      bookHref: each.isFreeForStaff ? each.practitioner.flatMap { person in bookHref.map { $0(person) } } : nil)
  }

  private func name(_ id: ResourceID) -> String { resources.first { $0.id == id }?.name ?? "" }

  private func reason(_ obstacle: SlotObstacle, _ each: SlotExplanation) -> WhyReason {
    var details: [String] = []
    if case .noneFree(_, let places) = obstacle { details = places.compactMap(sentence) }
    return WhyReason(sentence: sentence(obstacle, each), details: details, isOnlineOnly: !obstacle.bindsStaff)
  }

  private func sentence(_ obstacle: SlotObstacle, _ each: SlotExplanation) -> String {
    let (text, formats, service) = (call.text, call.formats, found.service)
    switch obstacle {
    case .bookingOff: return text.text("calendar.why.bookingOff")
    case .inactive: return text.text("calendar.why.inactive", ["service": service.name])
    case .staffOnly: return text.text("calendar.why.staffOnly", ["service": service.name])
    case .notOffered: return notOffered(each.practitioner)
    case .past: return text.text("calendar.why.past")
    case .tooSoon(let earliest):
      return text.text(
        "calendar.why.tooSoon",
        ["notice": formats.duration(minutes: service.noticeMinutes), "earliest": words.start(earliest)])
    case .tooFarAhead(let last):
      return text.text("calendar.why.tooFarAhead", ["last": formats.date(last, .long)])
    case .offGrid: return offGrid(each.practitioner)
    case .noSession: return text.text("calendar.why.noSession", ["service": service.name])
    case .sessionFull(let places): return text.text("calendar.why.sessionFull", count: places)
    case .person(let place): return sentence(place) ?? ""
    case .noneFree(.device, _): return text.text("calendar.why.noDevice", ["service": service.name])
    case .noneFree(_, _): return text.text("calendar.why.noRoom", ["service": service.name])
    }
  }

  private func notOffered(_ practitioner: ResourceID?) -> String {
    guard let practitioner else { return call.text.text("calendar.why.nobodyOffers", ["service": found.service.name]) }
    let values = ["resource": name(practitioner), "service": found.service.name]
    let isActive = resources.first { $0.id == practitioner }?.isActive ?? false
    return isActive
      ? call.text.text("calendar.why.notOffered", values) : call.text.text("calendar.why.inactivePerson", values)
  }

  /// With the starts on either side of the one that was asked for.
  private func offGrid(_ practitioner: ResourceID?) -> String {
    let asked = zone.local(question.start)
    let starts = practitioner.map { found.availability.grid(of: $0, on: asked.date) } ?? []
    let near = [starts.last { $0 < asked }, starts.first { $0 > asked }].compactMap { $0 }
    let step = call.formats.duration(minutes: found.service.stepMinutes)
    guard !near.isEmpty else { return call.text.text("calendar.why.grid", ["step": step]) }
    return call.text.text(
      "calendar.why.gridNear",
      ["step": step, "times": call.formats.list(near.map { call.formats.time($0.time) })])
  }

  /// Nil for a claim that went away meanwhile.
  private func sentence(_ place: PlaceObstacle) -> String? {
    guard let resource = resources.first(where: { $0.id == place.resource }) else { return nil }
    let visit = found.availability.span(at: question.start)
    if place.kind == .closed, let open = opening(of: place.resource, at: question.start) {
      return call.text.text(
        "calendar.why.endsAfter",
        [
          "resource": resource.name, "closes": call.formats.time(zone.local(open.end).time),
          "ends": call.formats.time(zone.local(visit.end).time),
        ])
    }
    return PlaceConflict(place, of: resource, during: visit, found.availability, found.takers).map(words.sentence)
  }

  /// The open stretch in which the visit begins: then it is too long, not too early.
  private func opening(of resource: ResourceID, at start: Instant) -> TimeSpan? {
    found.availability.hours.openSpans(of: resource, on: zone.local(start).date)
      .first { $0.start <= start && start < $0.end }
  }
}
