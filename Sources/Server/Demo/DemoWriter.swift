import Core
import Database
import Identity
import SQL

/// Writes a plan into an empty practice, inside one transaction.
struct DemoWriter: ~Copyable {
  let plan: DemoPlan
  let now: Instant

  /// The supervisor supervises the first practitioner, so sees some patients and not others.
  private func writeSupervision(_ users: [UserID], in tx: borrowing TenantTransaction) throws {
    let people = zip(plan.accounts, users)
    guard let supervisor = people.first(where: { $0.0.role == .supervisor })?.1,
      let supervisee = people.first(where: { $0.0.role == .practitioner })?.1
    else { return }
    try Supervision.add(supervisee, to: supervisor, now: now, in: tx)
  }

  /// Gives the number of appointments.
  func fill(in tx: borrowing TenantTransaction) throws -> Int {
    let zone = try Zone(name: plan.practice.zoneName)
    try writeProfile(in: tx)
    let locations = try writeLocations(in: tx)
    let users = try plan.accounts.map { try DemoUsers.add($0, language: plan.practice.language, now: now, in: tx) }
    try writeSupervision(users, in: tx)
    let resources = try writeResources(locations, users: Array(users.suffix(plan.practitioners.count)), in: tx)
    let services = try writeServices(resources, in: tx)
    let schedule = DemoSchedule(plan, today: zone.local(now).date)
    try writeHours(schedule, resources, in: tx)
    let patients = try DemoPatients.add(plan.people, language: plan.practice.language, now: now, in: tx)
    let seed = plan.practice.slug.utf8.reduce(UInt64(20_260)) { $0 &* 31 &+ UInt64($1) }
    let year = DemoYear(schedule, zone: zone, now: now, patients: patients.count, seed: seed)
    let rows = DemoAppointmentRows(
      plan: plan, resources: resources, services: services, patients: patients, zoneName: zone.name)
    try rows.write(year.appointments, in: tx)
    for session in year.sessions { try rows.write(session, in: tx) }
    return year.appointments.count + year.sessions.reduce(0) { $0 + $1.participants.count }
  }

  private func writeProfile(in tx: borrowing TenantTransaction) throws {
    let profile = plan.profile
    try tx.execute(
      """
      UPDATE practices_practice SET accent = \(profile.accent), email = \(profile.email), phone = \(profile.phone),
        address = \(profile.address), emergency_line = \(profile.emergencyLine),
        uses_12_hour = \(profile.uses12HourClock), week_starts_on = \(profile.weekStartsOn), version = version + 1
      WHERE practice_id = \(tx.scope)
      """)
  }

  private func writeLocations(in tx: borrowing TenantTransaction) throws -> [LocationID] {
    var ids: [LocationID] = []
    for (position, location) in plan.locations.enumerated() {
      let id = LocationID.make()
      try tx.execute(
        """
        INSERT INTO practices_location (practice_id, id, name, address, zone, position)
        VALUES (\(tx.scope), \(id), \(location.name), \(location.address), \(plan.practice.zoneName), \(position))
        """)
      ids.append(id)
    }
    return ids
  }

  private func writeResources(
    _ locations: [LocationID], users: [UserID], in tx: borrowing TenantTransaction
  ) throws -> DemoResources {
    var resources = DemoResources()
    resources.locations = locations
    for (position, practitioner) in plan.practitioners.enumerated() {
      resources.practitioners.append(
        try add(
          "practitioner", practitioner.account.name, practitioner.title, locations[0], users[position],
          practitioner.color, position, in: tx))
    }
    for (position, room) in plan.rooms.enumerated() {
      resources.rooms.append(try add("room", room.name, "", locations[room.location], nil, 1, position, in: tx))
    }
    resources.device = try add("device", plan.device, "", locations[0], nil, 1, 0, in: tx)
    return resources
  }

  private func add(
    _ kind: String, _ name: String, _ title: String, _ location: LocationID, _ user: UserID?, _ color: Int,
    _ position: Int, in tx: borrowing TenantTransaction
  ) throws -> EntityID {
    let id = EntityID.make()
    try tx.execute(
      """
      INSERT INTO scheduling_resource (practice_id, id, kind, name, title, location_id, user_id, color, position)
      VALUES (\(tx.scope), \(id), \(kind), \(name), \(title), \(location), \(user), \(color), \(position))
      """)
    return id
  }

  private func writeServices(_ resources: DemoResources, in tx: borrowing TenantTransaction) throws -> [EntityID] {
    var ids: [EntityID] = []
    for (position, service) in plan.services.enumerated() {
      let id = EntityID.make()
      try tx.execute(
        """
        INSERT INTO scheduling_service (practice_id, id, name, description, minutes, buffer_before, buffer_after,
          step_minutes, price_minor, mode, notice_minutes, horizon_days, cancel_notice_minutes, late_fee_minor, color,
          position, books_online, places)
        VALUES (\(tx.scope), \(id), \(service.name), \(service.description), \(service.minutes),
          \(service.bufferBefore),
          \(service.bufferAfter), \(service.step), \(service.priceMinor), \(service.isVideo ? "video" : "inPerson"),
          \(service.noticeMinutes), \(service.horizonDays), \(service.cancelNoticeMinutes), \(service.lateFeeMinor),
          \(service.color), \(position), \(service.booksOnline), \(service.places))
        """)
      for resource in resources.offering(service) {
        try tx.execute(
          """
          INSERT INTO scheduling_service_resource (practice_id, service_id, resource_id)
          VALUES (\(tx.scope), \(id), \(resource))
          """)
      }
      ids.append(id)
    }
    return ids
  }

  private func writeHours(_ schedule: DemoSchedule, _ resources: DemoResources, in tx: borrowing TenantTransaction)
    throws
  {
    for (index, practitioner) in plan.practitioners.enumerated() {
      for shift in practitioner.week {
        for weekday in shift.weekdays {
          for span in shift.spans {
            try tx.execute(
              """
              INSERT INTO scheduling_hours (practice_id, id, resource_id, weekday, opens_minute, closes_minute)
              VALUES (\(tx.scope), \(EntityID.make()), \(resources.practitioners[index]), \(weekday), \(span.opens),
                \(span.closes))
              """)
          }
        }
      }
    }
    for exception in schedule.exceptions {
      try tx.execute(
        """
        INSERT INTO scheduling_exception (practice_id, id, resource_id, first_date, last_date, opens_minute,
          closes_minute, reason)
        VALUES (\(tx.scope), \(EntityID.make()), \(exception.practitioner.map { resources.practitioners[$0] }),
          \(exception.first), \(exception.last), \(exception.hours?.opens), \(exception.hours?.closes),
          \(exception.reason))
        """)
    }
  }
}

/// The rows that became of a plan's practitioners, rooms and device.
struct DemoResources {
  var practitioners: [EntityID] = []
  var rooms: [EntityID] = []
  var device: EntityID?
  var locations: [LocationID] = []

  func offering(_ service: DemoService) -> [EntityID] {
    service.practitioners.map { practitioners[$0] } + service.rooms.map { rooms[$0] }
      + (service.usesDevice ? [device].compactMap { $0 } : [])
  }
}
