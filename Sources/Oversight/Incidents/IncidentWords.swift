import Core
import Database
import Routing
import Templates

/// How a reader sees incidents and their clocks.
struct IncidentWords {
  let trail: TrailWords
  let now: Instant
  private var text: Localizer { trail.text }

  init(_ call: Call, _ practice: PracticeProfile) throws {
    trail = try TrailWords(call, practice)
    now = call.now
  }

  func title(_ incident: Incident) -> String {
    text.text(
      "oversight.incident.titled",
      ["date": trail.formats.date(trail.zone.local(incident.discoveredAt).date, .medium)])
  }

  func actor(_ incident: Incident) -> String {
    switch incident.scope.actor {
    case .anybody: text.text("oversight.incident.anybody")
    case .person: incident.personName ?? text.text("oversight.who.formerStaff")
    case .network(let block): block.text
    }
  }

  func window(_ scope: IncidentScope) -> String { trail.moment(scope.from) + " – " + trail.moment(scope.to) }

  func facts(_ incident: Incident) -> [IncidentFact] {
    [
      IncidentFact(
        name: text.text("oversight.incident.field.discovered"), value: trail.moment(incident.discoveredAt)),
      IncidentFact(name: text.text("oversight.incident.window"), value: window(incident.scope)),
      IncidentFact(name: text.text("oversight.incident.field.actor"), value: actor(incident)),
      IncidentFact(
        name: text.text("oversight.incident.openedBy"),
        value: incident.openedBy + ", " + trail.moment(incident.createdAt)),
    ]
  }

  func clocks(_ incident: Incident) -> [IncidentClockLine] { IncidentClock.allCases.map { line($0, incident) } }

  private func line(_ clock: IncidentClock, _ incident: Incident) -> IncidentClockLine {
    let due = clock.due(from: incident.discoveredAt, zone: trail.zone)
    let (state, mark) = state(due: due, endedAt: incident.time(of: clock.step))
    let (title, law) =
      switch clock {
      case .authority:
        (text.text("oversight.incident.clock.authority"), text.text("oversight.incident.law.authority"))
      case .patients:
        (text.text("oversight.incident.clock.patients"), text.text("oversight.incident.law.patients"))
      }
    return IncidentClockLine(title: title, law: law, due: trail.moment(due), state: state, mark: mark)
  }

  private func state(due: Instant, endedAt: Instant?) -> (String, IncidentClockLine.Mark) {
    if let endedAt {
      return endedAt <= due
        ? (text.text("oversight.incident.inTime"), .done) : (text.text("oversight.incident.tooLate"), .late)
    }
    return due > now
      ? (text.text("oversight.incident.left", ["time": span(due.minutes(since: now))]), .running)
      : (text.text("oversight.incident.over", ["time": span(now.minutes(since: due))]), .late)
  }

  /// Hours and minutes up to four days, so that the 72 hours are shown as such; days above that.
  private func span(_ minutes: Int) -> String {
    minutes < 4 * 1440
      ? trail.formats.duration(minutes: minutes) : text.text("oversight.incident.days", count: minutes / 1440)
  }

  /// What the list says: the clock that runs out first, or that it is closed.
  func row(_ incident: Incident) -> IncidentRow {
    // The shortest stands first.
    let running = IncidentClock.allCases.first { incident.time(of: $0.step) == nil }
    let (clock, state, mark): (String?, String, IncidentClockLine.Mark)
    if incident.closedAt != nil {
      (clock, state, mark) = (nil, text.text("oversight.incident.closed"), .done)
    } else if let running {
      let line = line(running, incident)
      (clock, state, mark) = (line.title, line.state, line.mark)
    } else {
      (clock, state, mark) = (nil, text.text("oversight.incident.allTold"), .running)
    }
    return IncidentRow(
      href: "/audit/incident/\(incident.id)", title: title(incident),
      detail: actor(incident) + ", " + window(incident.scope), clock: clock, state: state, mark: mark)
  }

  func steps(_ incident: Incident) -> [IncidentStepLine] {
    IncidentStep.allCases.map { step in
      IncidentStepLine(
        step: step.rawValue, name: text.text("oversight.incident.step.\(step.rawValue)"),
        act: text.text("oversight.incident.act.\(step.rawValue)"), doneAt: incident.time(of: step).map(trail.moment))
    }
  }
}
