import Core
import Database

/// Compares a plan with what the practice has already.
struct ImportResolver {
  let plan: ImportPlan
  let choices: ImportChoices
  let clinical: ClinicalImport
  private let indexes: [SourceID: [UInt8]]
  private let knownPatients: [[UInt8]: PatientID]
  private let knownRecords: [[UInt8]: PatientID]
  private var people: [PersonKey: [Duplicates.Candidate]]?

  static func preview(
    _ plan: ImportPlan, _ choices: ImportChoices, _ clinical: ClinicalImport, in db: borrowing TenantReader
  ) throws -> ImportPreview {
    var resolver = try ImportResolver(plan, choices, clinical, in: db)
    return try resolver.resolve(in: db)
  }

  private init(
    _ plan: ImportPlan, _ choices: ImportChoices, _ clinical: ClinicalImport, in db: borrowing TenantReader
  ) throws {
    self.plan = plan
    self.choices = choices
    self.clinical = clinical
    var indexes: [SourceID: [UInt8]] = [:]
    for value in plan.values { indexes[value.source] = try SourceIndex.of(value.source, in: db) }
    self.indexes = indexes
    let patients = plan.patients.compactMap { indexes[$0.source] }
    knownPatients = try SourceIndex.patients(among: patients, in: db)
    knownRecords = try SourceIndex.records(among: Array(indexes.values), in: db)
  }

  private mutating func resolve(in db: borrowing TenantReader) throws -> ImportPreview {
    var targets: [SourceID: ImportPreview.Target] = [:]
    var lookalikes: [ImportPreview.Lookalike] = []
    var fates: [ImportPreview.Fate?] = Array(repeating: nil, count: plan.rows.count)
    let attached = attachedPatients()
    for (place, row) in plan.rows.enumerated() {
      guard case .patient(let patient)? = row.value else { continue }
      var target = known(patient, attached)
      if target == nil, let refusal = patient.refusal(at: row.entry) {
        fates[place] = refusal
        target = .refused
      }
      if target == nil, let lookalike = try lookalike(patient, at: row.entry, in: db) {
        lookalikes.append(lookalike)
        target = ImportResolver.target(of: lookalike.choice)
      }
      let decided = target ?? .new
      targets[patient.source] = decided
      fates[place] = fates[place] ?? ImportResolver.fate(ofPatient: decided)
    }
    let rows = plan.rows.enumerated().map { place, row in
      ImportPreview.Row(
        plan: row, fate: fates[place] ?? fate(of: row, targets), sourceIndex: row.source.flatMap { indexes[$0] })
    }
    return ImportPreview(rows: rows, targets: targets, lookalikes: lookalikes)
  }

  /// Patients whose records were attached to somebody before: found again by those records.
  private func attachedPatients() -> [SourceID: PatientID] {
    var attached: [SourceID: PatientID] = [:]
    for value in plan.values {
      guard attached[value.patient] == nil, let index = indexes[value.source] else { continue }
      attached[value.patient] = knownRecords[index]
    }
    return attached
  }

  private func known(_ patient: ImportedPatient, _ attached: [SourceID: PatientID]) -> ImportPreview.Target? {
    let id = indexes[patient.source].flatMap { knownPatients[$0] } ?? attached[patient.source]
    return id.map { .known($0) }
  }

  private mutating func lookalike(
    _ patient: ImportedPatient, at entry: Int, in db: borrowing TenantReader
  ) throws -> ImportPreview.Lookalike? {
    guard let key = PersonKey(patient.name, patient.birthDate) else { return nil }
    let people = try people ?? Duplicates.people(in: db)
    self.people = people
    guard let candidates = people[key] else { return nil }
    return ImportPreview.Lookalike(
      entry: entry, name: patient.name, birthDate: patient.birthDate, candidates: candidates,
      choice: choices.choice(entry, candidates))
  }

  private static func target(of choice: ImportChoice?) -> ImportPreview.Target {
    switch choice {
    case .attach(let id): .known(id)
    case .skip: .skipped
    case .create: .new
    case nil: .undecided
    }
  }
  private static func fate(ofPatient target: ImportPreview.Target) -> ImportPreview.Fate {
    switch target {
    case .new: .create
    case .known: .unchanged
    case .undecided: .undecided
    case .skipped: .skipped
    case .refused: .leftOut(.patientNotImported)
    }
  }

  private func fate(of row: ImportPlan.Row, _ targets: [SourceID: ImportPreview.Target]) -> ImportPreview.Fate {
    switch row.outcome {
    case .leftOut(let reason): return .leftOut(reason)
    case .refused(let path, let reason): return .refused(path: path, reason)
    case .mapped(let value):
      if let index = indexes[value.source], knownRecords[index] != nil { return .unchanged }
      switch targets[value.patient] {
      case .undecided: return .undecided
      case .skipped: return .skipped
      case .refused, nil: return .leftOut(.patientNotImported)
      case .new, .known:
        if clinical.fits(value) { return .create }
        return .refused(path: "entry[\(row.entry)].resource", .tooLong(limit: ImportResolver.recordLimit))
      }
    }
  }
  /// What a record's texts may take in all, as told to the reader.
  private static let recordLimit = 7900
}
