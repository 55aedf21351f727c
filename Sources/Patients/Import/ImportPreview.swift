import Core

/// What becomes of every entry of a file in this practice, before anything is written.
struct ImportPreview: Sendable {
  enum Fate: Sendable, Equatable {
    case create
    /// Imported before, or a person that somebody said is here already.
    case unchanged
    /// Belongs to a person about whom nobody decided yet.
    case undecided
    /// Belongs to a person that somebody chose to leave out.
    case skipped
    case leftOut(LeftOutReason)
    case refused(path: String, RefusalReason)
  }
  struct Row: Sendable {
    let plan: ImportPlan.Row
    let fate: Fate
    /// Nil when the row is not mapped.
    let sourceIndex: [UInt8]?
  }
  /// Where the records of a person go.
  enum Target: Sendable, Equatable {
    case new
    case known(PatientID)
    case undecided
    case skipped
    case refused
  }
  /// Somebody who looks like a person that is here from elsewhere.
  struct Lookalike: Sendable {
    let entry: Int
    let name: PersonName
    let birthDate: PartialDate?
    let candidates: [Duplicates.Candidate]
    let choice: ImportChoice?
  }

  let rows: [Row]
  let targets: [SourceID: Target]
  let lookalikes: [Lookalike]

  func count(_ fits: (Fate) -> Bool) -> Int { rows.count { fits($0.fate) } }
  var isDecided: Bool { lookalikes.allSatisfy { $0.choice != nil } }
  var created: Int { count { $0 == .create } }
  var unchanged: Int { count { $0 == .unchanged } }
  /// Everything that is not and was not imported.
  var notImported: Int { rows.count - created - unchanged }
}

/// What to do with a person who looks like one that is here already.
enum ImportChoice: Sendable, Hashable {
  /// The records belong to this patient.
  case attach(PatientID)
  case skip
  /// A patient of their own, although they look alike.
  case create
}

/// The choices somebody made, by the entry of the person in the file; or one for everybody.
struct ImportChoices: Sendable {
  var byEntry: [Int: ImportChoice] = [:]
  var everybody: DuplicateRule?

  /// Only what is possible: records can be attached to a candidate alone.
  func choice(_ entry: Int, _ candidates: [Duplicates.Candidate]) -> ImportChoice? {
    if let choice = byEntry[entry] {
      guard case .attach(let id) = choice, !candidates.contains(where: { $0.id == id }) else { return choice }
      return nil
    }
    switch everybody {
    case .skip: return .skip
    case .create: return .create
    case .attach where candidates.count == 1: return .attach(candidates[0].id)
    case .attach, nil: return nil
    }
  }
}

/// One rule for every person who looks like one that is here already.
public enum DuplicateRule: String, CaseIterable, Sendable {
  case attach, skip, create
}
