import Core
import Database
import Routing
import Web

/// The appointment of a manage link, checked: the link is ours and is still the newest.
struct OpenedVisit {
  let call: Call
  let appointment: Appointment
  let sequence: Int
  let zone: Zone
  let words: SlotWords
  let path: String

  /// - Throws: ``Refusal/notFound`` for a link we never made; ``Refusal/gone`` for one that has been replaced.
  init(_ call: Call, _ db: borrowing TenantReader) throws {
    let id: AppointmentID = try call.id("appointment")
    guard let sequence = try db.verifyManageToken(call.parameters["token"] ?? "", for: id),
      let appointment = try Appointments.find(id, in: db)
    else { throw Refusal.notFound }
    guard sequence == appointment.sequence else { throw Refusal.gone }
    self.call = call
    self.appointment = appointment
    self.sequence = sequence
    zone = try Zone(name: appointment.zoneName)
    // Who booked in another zone reads the same times afterwards. Links in mails say none.
    words = SlotWords(formats: call.formats, zone: SlotWords.zone(call.query["zone"], or: zone))
    path = try db.managePath(id, sequence: sequence)
  }

  private var isAhead: Bool { appointment.status == .booked && appointment.span.start > call.now }
  private var isAsked: Bool { appointment.status == .pending && appointment.span.start > call.now }
  /// Moving is free until the notice of the policy; after that only the practice can.
  var mayMove: Bool { isAhead && call.now <= appointment.freeUntil }
  /// Also a request is taken back.
  var mayCancel: Bool { isAhead || isAsked }
  /// What cancelling now costs; nil when it is free.
  var feeNow: Money? {
    isAhead && call.now > appointment.freeUntil && appointment.lateFee.minor > 0 ? appointment.lateFee : nil
  }
}
