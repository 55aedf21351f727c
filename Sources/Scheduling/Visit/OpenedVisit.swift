import Core
import Database
import Routing
import SQL
import Web

/// The appointment of a manage link, checked: the link is ours and is still the newest that was sent.
struct OpenedVisit {
  let call: Call
  let appointment: Appointment
  let sequence: Int
  /// The practice's: what rules are about.
  let zone: Zone
  let words: SlotWords
  let path: String
  /// Set of a request that nobody agreed to.
  let ended: EndedRequest?
  private let isAgreedTo: Bool

  /// - Throws: ``Refusal/notFound`` for a link we never made; ``Refusal/gone`` for one that has been replaced.
  init(_ call: Call, _ db: borrowing TenantReader) throws {
    let id: AppointmentID = try call.id("appointment")
    guard let sequence = try db.verifyManageToken(call.parameters["token"] ?? "", for: id),
      let appointment = try Appointments.find(id, in: db)
    else { throw Refusal.notFound }
    ended = try appointment.status == .cancelled ? EndedRequest.find(id, in: db) : nil
    // Where no mail brings a newer link, the answer to a request stands where it was asked for.
    let isOnlyOne = ended != nil && !call.sendsMail
    guard
      try sequence == appointment.sequence || isOnlyOne || OpenedVisit.isNewestSent(sequence, appointment, db)
    else { throw Refusal.gone }
    self.call = call
    self.appointment = appointment
    self.sequence = appointment.sequence
    zone = try Zone(name: db.practice.zoneName)
    // Who booked in another zone reads the same times afterwards. Links in mails say none.
    words = SlotWords(
      formats: call.formats, zone: SlotWords.zone(call.query["zone"], or: try Zone(name: appointment.zoneName)))
    isAgreedTo = try Services.asksStaff(appointment.service, in: db)
    path = try db.managePath(id, sequence: appointment.sequence)
  }

  /// Changes that the patient was deliberately not told of, or that were taken back before they were, leave the last
  /// link as it is: there is no newer one.
  private static func isNewestSent(
    _ sequence: Int, _ appointment: Appointment, _ db: borrowing TenantReader
  ) throws -> Bool {
    try db.first(
      """
      SELECT SUM(state IN ('sending', 'sent')) = 0
        AND SUM(occurrence = \(appointment.sequence) AND reason IN ('notTold', 'unchanged')) > 0
      FROM messaging_notice
      WHERE practice_id = \(db.scope) AND appointment_id = \(appointment.id) AND occurrence > \(sequence)
      """
    ) { try $0.intIfPresent(0) == 1 } ?? false
  }

  private var isAhead: Bool { appointment.status == .booked && appointment.span.start > call.now }
  private var isAsked: Bool { appointment.status == .pending && appointment.span.start > call.now }
  /// Moving is free until the notice of the policy; after that only the practice can. It moves also what it agrees to.
  var mayMove: Bool { isAhead && !isAgreedTo && call.now <= appointment.freeUntil }
  /// Also a request is taken back.
  var mayCancel: Bool { isAhead || isAsked }
  /// What cancelling now costs; nil when it is free.
  var feeNow: Money? {
    isAhead && call.now > appointment.freeUntil && appointment.lateFee.minor > 0 ? appointment.lateFee : nil
  }
}
