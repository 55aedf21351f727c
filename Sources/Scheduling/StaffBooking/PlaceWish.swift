import Core

/// A room or device, as asked for in a form.
enum ResourceChoice: Sendable, Equatable {
  /// Whichever is free; none where the service needs none.
  case automatic
  case chosen(ResourceID)

  var id: ResourceID? {
    switch self {
    case .automatic: nil
    case .chosen(let id): id
    }
  }
}

/// When and with whom staff want an appointment to be.
struct PlaceWish: Sendable, Equatable {
  let practitioner: ResourceID
  let room: ResourceChoice
  let device: ResourceChoice
  let start: Instant
  /// 5 to 720, a multiple of 5.
  let minutes: Int
  /// Where; any: where the practitioner has hours then.
  var place = WantedPlace.any
  /// Where it stays when nobody says where and the practitioner has no hours then.
  var staying = WantedPlace.any

  var span: TimeSpan { TimeSpan(start: start, end: start.adding(minutes: minutes)) }
}

extension Offering {
  /// The same offering for one visit of its own length and buffers.
  func lasting(_ minutes: Int, before: Int, after: Int) -> Offering {
    Offering(
      service: service.lasting(minutes, before: before, after: after), practitioners: practitioners, rooms: rooms,
      devices: devices, wanted: wanted)
  }
  /// For an appointment that its patient moves: the same practitioner in the same place, and its own length and buffers,
  /// which staff may have made others than those of the service. Sessions of a group are where they are: those that are
  /// elsewhere say so.
  func again(for appointment: Appointment) -> Offering {
    let place: WantedPlace = appointment.group == nil ? .exactly(appointment.assignment.location) : .any
    return limited(to: appointment.assignment.practitioner).limited(at: place).lasting(
      appointment.span.end.minutes(since: appointment.span.start), before: appointment.bufferBefore,
      after: appointment.bufferAfter)
  }
  /// Whether everything asked for can carry out this service.
  func offers(_ wish: PlaceWish) -> Bool {
    practitioners.contains { $0.id == wish.practitioner }
      && (wish.room.id.map { id in rooms.contains { $0.id == id } } ?? true)
      && (wish.device.id.map { id in devices.contains { $0.id == id } } ?? true)
  }
  func limited(to wish: PlaceWish) -> Offering {
    Offering(
      service: service, practitioners: practitioners.filter { $0.id == wish.practitioner },
      rooms: rooms.filter { wish.room.id == nil || $0.id == wish.room.id },
      devices: devices.filter { wish.device.id == nil || $0.id == wish.device.id },
      wanted: wish.place == .any || service.mode == .video ? wanted : wish.place)
  }
}

extension Service {
  func lasting(_ minutes: Int, before: Int, after: Int) -> Service {
    Service(
      id: id, name: name, description: description, minutes: minutes, bufferBefore: before, bufferAfter: after,
      stepMinutes: stepMinutes, priceMinor: priceMinor, mode: mode, noticeMinutes: noticeMinutes,
      horizonDays: horizonDays, cancelNoticeMinutes: cancelNoticeMinutes, lateFeeMinor: lateFeeMinor, color: color,
      booksOnline: booksOnline, isActive: isActive, version: version, rules: rules, places: places)
  }
}
