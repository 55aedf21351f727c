import Core
import Database
import Routing

enum ChartHandlers {
  /// `GET /patients/{patient}/chart`. The router records the reading.
  @Sendable static func show(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let id = try call.id("patient", as: PatientID.self)
    guard let person = try ChartPerson.find(id, in: db) else { throw Refusal.notFound }
    let words = try ChartWords(call, db.practice)
    let showsContact = db.scope.sees(.contact)
    let allergies = try Chart.allergies(id, in: db)
    let appointments = try ChartAppointment.all(id, now: call.now, in: db)
    return .page(
      ChartPage(
        title: person.name.full, id: id, initials: person.name.initials, isInactive: !person.isActive,
        isDeceased: person.isDeceased, born: words.date(person.birthDate),
        age: person.isDeceased ? nil : words.age(person.birthDate),
        phone: showsContact && !person.phone.isEmpty ? person.phone : nil,
        email: showsContact && !person.email.isEmpty ? person.email : nil,
        canChange: db.scope.holds(.changePatients),
        canReadAccess: db.scope.holds(.readAccess), canReadMessages: db.scope.holds(.readMessages),
        emergencyEnd: try emergencyEnd(id, words, call, db),
        allergies: allergies.filter(words.isWarning).map(words.allergy),
        pastAllergies: allergies.filter { !words.isWarning($0) }.map(words.allergy),
        problems: ChartBlock(try Chart.conditions(id, in: db).map(words.condition)),
        medications: ChartBlock(try Chart.medications(id, in: db).map(words.medication)),
        encounters: ChartBlock(try Chart.encounters(id, in: db).map(words.encounter), limit: Chart.limit),
        immunizations: ChartBlock(try Chart.immunizations(id, in: db).map(words.immunization), limit: Chart.limit),
        vitals: ChartBlock(try Chart.vitals(id, in: db).map(words.vital), limit: Chart.limit),
        upcoming: appointments.filter { $0.startsAt > call.now }.map { line($0, words) },
        past: appointments.filter { $0.startsAt <= call.now }.map { line($0, words) }))
  }

  private static func emergencyEnd(
    _ id: PatientID, _ words: ChartWords, _ call: Call, _ db: borrowing TenantReader
  ) throws -> String? {
    try PatientReach.of(.readChart, now: call.now, in: db).emergencyEnd(id, in: db).map(words.moment)
  }

  private static func line(_ appointment: ChartAppointment, _ words: ChartWords) -> AppointmentLine {
    AppointmentLine(
      moment: words.moment(appointment.startsAt), service: appointment.service,
      practitioner: appointment.practitioner, status: words.appointment(appointment.status))
  }
}
