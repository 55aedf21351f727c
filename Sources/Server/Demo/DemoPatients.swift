import Core
import Crypto
import Database
import Patients
import SQL

/// Patients of a demo practice: every combination of placeholder names once, then none.
enum DemoPatients {
  static func add(_ people: DemoPeople, language: Language, now: Instant, in tx: borrowing TenantTransaction) throws
    -> [PatientID]
  {
    var random = DemoRandom(seed: 7)
    var patients: [PatientID] = []
    for number in 0..<DemoPeople.count {
      let given = people.given[number % people.given.count]
      let family = people.family[(number / people.given.count + number) % people.family.count]
      let made = now.adding(days: -random.number(190...900))
      let patient = try Patients.register(
        NewPatient(
          name: PersonName(given: given.name, family: family), email: "patient\(number + 1)@\(people.domain)",
          phone: people.phonePrefix + Decimal.padded(number, 2), language: number % 9 == 4 ? .en : language),
        now: made, in: tx)
      let born = LocalDate(days: Int32(random.number(-14_000...14_000)))
      try tx.execute(
        """
        UPDATE patients_patient SET gender = \(given.gender),
          sealed_birth_date = \(tx.seal("\(born)",
            SealedColumn("patients_patient", "sealed_birth_date"), row: patient.id))
        WHERE practice_id = \(tx.scope) AND id = \(patient)
        """)
      patients.append(patient)
    }
    return patients
  }
}
