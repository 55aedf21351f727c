import Core
import Database
import Routing

/// A patient's pages.
enum PatientDetailsHandlers {
  /// `GET /patients/{patient}`: the chart for those who may read it, the details for everybody else.
  @Sendable static func open(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let id = try call.id("patient", as: PatientID.self)
    guard try Patients.find(id, in: db) != nil else { throw Refusal.notFound }
    return .redirect("/patients/\(id)/" + (db.scope.holds(.readChart) ? "chart" : "details"))
  }

  /// `GET /patients/{patient}/details`
  @Sendable static func show(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let id = try call.id("patient", as: PatientID.self)
    guard let patient = try Patients.find(id, in: db) else { throw Refusal.notFound }
    let words = try PatientWords(call, db.practice)
    let details = patient.details
    let showsContact = db.scope.sees(.contact)
    let contact = { (text: String) in showsContact ? text.nilIfEmpty : nil }
    return .page(
      PatientDetailsPage(
        title: details.name.full, id: id, initials: details.name.initials, isInactive: !details.isActive,
        isDeceased: patient.isDeceased, born: details.birthDate.map(words.date),
        age: patient.isDeceased ? nil : details.birthDate.flatMap(words.age), gender: words.gender(details.gender),
        phone: contact(details.phone), email: contact(details.email), address: lines(contact(details.address) ?? ""),
        language: details.language.name,
        note: db.scope.sees(.administrativeNote) ? lines(details.note) : nil,
        since: call.formats.date(words.zone.local(patient.createdAt).date, .medium),
        upcoming: try PatientAppointments.upcoming(id, now: call.now, in: db).map { AppointmentLine($0, words) },
        past: try PatientAppointments.past(id, now: call.now, in: db).map { AppointmentLine($0, words) },
        showsContact: showsContact, canChange: db.scope.holds(.changePatients),
        canReadChart: db.scope.holds(.readChart), canReadAccess: db.scope.holds(.readAccess),
        canReadCareTeam: db.scope.holds(.readCareTeam), canReadMessages: db.scope.holds(.readMessages)))
  }

  private static func lines(_ text: String) -> [String] {
    text.utf8.split(separator: 0x0a).map { String(decoding: $0, as: UTF8.self) }
  }
}
