import Core

/// A year of appointments for a plan. The same plan and the same moment give the same year.
struct DemoYear {
  private let schedule: DemoSchedule
  private let zone: Zone
  private let now: Instant
  private let today: LocalDate
  private let patients: Int
  private var random: DemoRandom
  private var taken = DemoDay()
  private(set) var appointments: [DemoAppointment] = []
  private(set) var sessions: [DemoSession] = []

  init(_ schedule: DemoSchedule, zone: Zone, now: Instant, patients: Int, seed: UInt64) {
    self.schedule = schedule
    self.zone = zone
    self.now = now
    self.patients = patients
    today = zone.local(now).date
    random = DemoRandom(seed: seed)
    var date = schedule.first
    while date <= schedule.last {
      taken = DemoDay()
      planSessions(date)
      for practitioner in schedule.plan.practitioners.indices { fill(date, practitioner) }
      date = date.adding(days: 1)
    }
  }

  /// Before anything else of the day.
  private mutating func planSessions(_ date: LocalDate) {
    for (index, service) in schedule.plan.services.enumerated() {
      guard let span = DemoSession.minutes(of: service, on: date, schedule, today: today),
        let practitioner = service.practitioners.first, let clock = LocalTime(minutes: span.lowerBound),
        let start = zone.instants(of: LocalDateTime(date, clock)).first
      else { continue }
      let (end, wall) = (start.adding(minutes: service.minutes), LocalDateTime(date, clock))
      let made = min(start, now).adding(days: -60)
      let people = DemoSession.patients(week: Int(date.days) / 7, places: service.places, of: patients)
      let outcome = DemoOutcome(
        status: end <= now ? "fulfilled" : start <= now ? "checkedIn" : "booked", payment: end <= now ? "paid" : "due")
      let participants = people.enumerated().map { place, patient in
        DemoAppointment(
          id: AppointmentID(random.id(at: made.adding(hours: place + 1))), patient: patient, service: index,
          practitioner: practitioner, room: service.rooms.first, usesDevice: false, start: start, end: end,
          wallClock: wall, outcome: outcome, createdAt: made.adding(hours: place + 1), isOnline: place % 2 == 0,
          hasNote: false)
      }
      sessions.append(
        DemoSession(
          id: random.id(at: made), service: index, practitioner: practitioner, room: service.rooms.first, start: start,
          end: end, wallClock: wall, createdAt: made, participants: participants))
      taken.patients.formUnion(people)
      taken.take(.practitioner(practitioner), span)
      if let room = service.rooms.first { taken.take(.room(room), span) }
    }
  }

  /// Percent of the time that is booked: the past was full, the far future is still open.
  private func density(on date: LocalDate) -> Int {
    let ahead = date.days(since: today)
    return ahead <= 7 ? 88 : ahead <= 21 ? 70 : ahead <= 60 ? 45 : 20
  }

  private mutating func fill(_ date: LocalDate, _ practitioner: Int) {
    for span in schedule.spans(of: practitioner, on: date) {
      var minute = span.opens
      while minute < span.closes {
        guard random.percent() < density(on: date) else {
          minute += 30
          continue
        }
        minute = book(date, practitioner, from: minute, closes: span.closes)
      }
    }
  }

  /// Books one appointment at `minute` or a little later; gives the first minute after it.
  private mutating func book(_ date: LocalDate, _ practitioner: Int, from minute: Int, closes: Int) -> Int {
    let services = schedule.plan.services
    let weights = services.map { $0.practitioners.contains(practitioner) ? $0.weight : 0 }
    let index = random.index(weights: weights)
    let service = services[index]
    let start = (minute + service.bufferBefore + 14) / 15 * 15
    let end = start + service.minutes
    guard end <= closes else { return minute + 15 }
    let claim = (start - service.bufferBefore)..<(end + service.bufferAfter)
    let room = service.rooms.first { taken.isFree(.room($0), claim) }
    guard taken.isFree(.practitioner(practitioner), claim), service.rooms.isEmpty || room != nil,
      !service.usesDevice || taken.isFree(.device, claim), let patient = freePatient(),
      let clock = LocalTime(minutes: start), let instant = zone.instants(of: LocalDateTime(date, clock)).first
    else { return minute + 15 }
    let appointment = draw(service, at: instant)
    let made = DemoAppointment(
      id: AppointmentID(random.id(at: appointment.createdAt)), patient: patient, service: index,
      practitioner: practitioner, room: room, usesDevice: service.usesDevice, start: instant,
      end: instant.adding(minutes: service.minutes), wallClock: LocalDateTime(date, clock),
      outcome: appointment.outcome,
      createdAt: appointment.createdAt, isOnline: service.booksOnline && random.percent() < 60,
      hasNote: random.percent() < 12)
    appointments.append(made)
    taken.patients.insert(patient)
    guard made.outcome.isLive else { return end }
    taken.take(.practitioner(practitioner), claim)
    if let room { taken.take(.room(room), claim) }
    if service.usesDevice { taken.take(.device, claim) }
    return claim.upperBound
  }

  private mutating func draw(_ service: DemoService, at start: Instant) -> (createdAt: Instant, outcome: DemoOutcome) {
    let wanted = start.adding(minutes: -random.number(1500...60_000))
    let created = min(wanted, now.adding(minutes: -random.number(60...20_000)))
    let outcome = DemoOutcome.draw(
      service, from: start, to: start.adding(minutes: service.minutes), createdAt: created, now: now, &random)
    return (created, outcome)
  }

  /// Nobody comes twice on one day.
  private mutating func freePatient() -> Int? {
    for _ in 0..<8 {
      let patient = random.number(0...(patients - 1))
      if !taken.patients.contains(patient) { return patient }
    }
    return nil
  }
}

/// What is taken on one day, in minutes from midnight, buffers included.
struct DemoDay {
  enum Resource: Hashable { case practitioner(Int), room(Int), device }
  private var claims: [Resource: [Range<Int>]] = [:]
  var patients: Set<Int> = []

  func isFree(_ resource: Resource, _ span: Range<Int>) -> Bool {
    !(claims[resource] ?? []).contains { $0.overlaps(span) }
  }
  mutating func take(_ resource: Resource, _ span: Range<Int>) { claims[resource, default: []].append(span) }
}
