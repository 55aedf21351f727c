import Core
import Database
import Routing

enum ChartHandlers {
  /// `GET /patients/{patient}/chart`. The router records the reading.
  @Sendable static func show(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let id = try call.id("patient", as: PatientID.self)
    guard let person = try ChartPerson.find(id, in: db) else { throw Refusal.notFound }
    let words = try ChartWords(call, db.practice)
    let allergies = try Chart.allergies(id, in: db)
    let appointments = try ChartAppointment.all(id, now: call.now, in: db)
    let role = db.scope.actor.role
    return .page(
      ChartPage(
        title: person.name.full, id: id, initials: person.name.initials, isInactive: !person.isActive,
        isDeceased: person.isDeceased, born: words.date(person.birthDate),
        age: person.isDeceased ? nil : words.age(person.birthDate), phone: person.phone.isEmpty ? nil : person.phone,
        email: person.email.isEmpty ? nil : person.email,
        canChange: role.map { Permission.changePatients.isHeld(by: $0) } ?? false,
        canReadAccess: role.map { Permission.readAccess.isHeld(by: $0) } ?? false,
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

  private static func line(_ appointment: ChartAppointment, _ words: ChartWords) -> AppointmentLine {
    AppointmentLine(
      moment: words.moment(appointment.startsAt), service: appointment.service,
      practitioner: appointment.practitioner, status: words.appointment(appointment.status))
  }
}
