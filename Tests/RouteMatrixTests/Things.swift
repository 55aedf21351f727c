import Core
import Crypto
@_spi(Bootstrap) import Database
import Foundation
import SQL
import TestSupport

/// One of everything that an address or a form can name, fresh in a practice: a page that changes one does not disturb
/// the next request.
struct Things {
  let slug: String
  let patient = PatientID.make()
  let appointment = AppointmentID.make()
  let service = EntityID.make()
  let practitioner = EntityID.make()
  let room = EntityID.make()
  let device = EntityID.make()
  let location = EntityID.make()
  let exception = EntityID.make()
  let hours = EntityID.make()
  let importID = EntityID.make()
  let incident = EntityID.make()
  let challenge = EntityID.make()
  let user = UserID.make()
  let passkey = EntityID.make()
  let session = EntityID.make()
  let notice = EntityID.make()
  /// What a notice says in the portal.
  let message = EntityID.make()
  /// What the user wrote to the patient.
  let written = EntityID.make()
  /// A rule of the practice's own; the address names it by its code.
  let rule = "reminder-" + Hex.encode(SecureRandom.bytes(6))
  let invitation = EntityID.make()
  /// Who acts for the patient, and their account of the portal.
  let guardian = EntityID.make()
  let account = EntityID.make()
  /// Links with which `user` sets up new factors, and a new password.
  let factorLink = EntityID.make()
  let passwordLink = EntityID.make()
  let emergency = EntityID.make()
  /// Copies of the record, ordered by the practice and by the patient.
  let export = EntityID.make()
  let ownExport = EntityID.make()
  let browserLink = EntityID.make()
  let holdID = EntityID.make()
  let external = EntityID.make()
  let hold = Token.make()
  let feed = Token.make()
  /// A wish of the patient, and a time that is offered to it.
  let entry = EntityID.make()
  /// A session of a service for groups, in which the patient takes part.
  let group = EntityID.make()
  let groupService = EntityID.make()
  let participant = AppointmentID.make()
  let offer = EntityID.make()
  private(set) var offerLink = ""
  let unsubscription = Token.make()
  private(set) var link = ""
  private(set) var visit = ""
  /// Last parts of links to members of staff, by what they are for.
  private(set) var staffLinks: [String: String] = [:]

  init(in clinic: Clinic, canary: String) throws {
    slug = clinic.slug
    var secrets = (link: "", visit: "", offer: "", staff: ["": ""])
    let things = self
    try clinic.practice.asOperator { db in
      try db.transaction(AuditEvent("test.things", "patients_patient", nil)) { tx in
        try things.addSettings(canary, in: tx)
        try things.addPatient(canary, in: tx)
        try things.addChart(canary, in: tx)
        try things.addVisits(canary, in: tx)
        let made = try tx.reader.challengeSecrets(things.challenge)
        try things.addSignIn(made.linkToken, canary, in: tx)
        try things.addIncident(canary, in: tx)
        try things.addStaffLinks(canary, in: tx)
        try things.addGuardian(canary, in: tx)
        try things.addRelations(canary, in: tx)
        try things.addExports(canary, in: tx)
        try things.addFeed(in: tx)
        try things.addExternal(canary, in: tx)
        try things.addWish(in: tx)
        try things.addGroup(canary, in: tx)
        secrets = (
          made.linkToken.text, try tx.reader.manageToken(things.appointment, sequence: 0),
          try tx.reader.offerToken(things.offer).text,
          [
            "invitation": try tx.reader.staffLinkToken(things.invitation).text,
            "factors": try tx.reader.staffLinkToken(things.factorLink).text,
            "password": try tx.reader.staffLinkToken(things.passwordLink).text,
            "browser": try tx.reader.staffLinkToken(things.browserLink).text,
          ]
        )
      }
    }
    (link, visit, offerLink, staffLinks) = secrets
  }

  /// What stands for a parameter of an address. A name that is not here needs a row of its own in `Things`.
  func value(for name: String, of pattern: String) throws -> String {
    switch name {
    case "practice": slug
    case "token" where pattern.contains("/visit/"): visit
    case "token" where pattern.contains("/offers/"): offerLink
    case "token" where pattern.hasPrefix("/feeds/"): feed.text + ".ics"
    case "token" where pattern.hasPrefix("/unsubscribe/"): unsubscription.text
    case "token": staffLinks.first { pattern.contains("/\($0.key)/") }?.value ?? link
    case "hold": hold.text
    case "export" where pattern.hasPrefix("/portal/"): ownExport.description
    case "rule": rule
    case "appointment" where pattern.hasSuffix("/session"): participant.description
    case "resource" where pattern.contains("/rooms/"): room.description
    case "resource" where pattern.contains("/devices/"): device.description
    default:
      try ids[name].orThrow(
        "\(pattern): Things makes nothing for {\(name)}: add a row and its id to Tests/RouteMatrixTests/Things.swift"
      ).description
    }
  }

  /// The same address for something that was never made.
  static func neverIssued(_ name: String, of pattern: String) -> String {
    switch name {
    case "token" where pattern.hasPrefix("/feeds/"): Token.make().text + ".ics"
    case "token": pattern.contains("/visit/") ? "0-" + Token.make().text : Token.make().text
    case "hold": Token.make().text
    case "rule": "reminder-" + Hex.encode(SecureRandom.bytes(6))
    default: EntityID.make().description
    }
  }

  /// By the names that addresses, queries and forms use.
  var ids: [String: EntityID] {
    [
      "patient": patient.id, "appointment": appointment.id, "of": appointment.id, "service": service,
      "resource": practitioner, "practitioner": practitioner, "with": practitioner, "room": room, "device": device,
      "location": location, "at": location, "where": location, "place-1-1": location, "exception": exception,
      "hours": hours,
      "import": importID, "challenge": challenge,
      "user": user.id, "person": user.id, "incident": incident, "passkey": passkey, "session": session,
      "invitation": invitation, "external": external, "what": service, "guardian": guardian, "emergency": emergency,
      "export": export,
      "notice": notice, "message": message, "latest": written, "written": written,
      "entry": entry, "offer": offer, "group": group,
      "member[]": user.id,
      "supervisee[]": user.id, "pick": practitioner,
      "who": practitioner, "practitioners[]": practitioner, "rooms[]": room,
      "devices[]": device,
    ]
  }
}
