/// What an import of a file would do: one row for each entry, in the file's order. Nothing is dropped silently.
public struct ImportPlan: Sendable {
  public enum Outcome: Hashable, Sendable {
    case mapped(ImportedValue)
    case leftOut(LeftOutReason)
    /// The path leads from the file's root, such as `entry[3].resource.birthDate`.
    case refused(path: String, RefusalReason)
  }

  public struct Row: Hashable, Sendable {
    /// The place in `Bundle.entry`.
    public let entry: Int
    /// Nil when the entry carries no readable resource.
    public let resourceType: String?
    /// Nil when the source gives no identity; such a row is never mapped.
    public let source: SourceID?
    public let outcome: Outcome

    public var value: ImportedValue? {
      switch outcome {
      case .mapped(let value): value
      case .leftOut, .refused: nil
      }
    }
    /// Why it is not imported; nil when it is.
    public var message: (any ImportMessage)? {
      switch outcome {
      case .mapped: nil
      case .leftOut(let reason): reason
      case .refused(_, let reason): reason
      }
    }
  }

  /// How many entries of a resource type there are and what becomes of them.
  public struct Count: Hashable, Sendable {
    public let resourceType: String?
    public var mapped = 0
    public var leftOut = 0
    public var refused = 0
    public var total: Int { mapped + leftOut + refused }
  }

  public let kind: FHIRBundle.Kind
  public let rows: [Row]

  /// Reads and maps a file of at most `limit` bytes.
  public static func read(_ bytes: [UInt8], limit: Int) throws(FHIRImportError) -> ImportPlan {
    ImportPlan(try FHIRBundle.parse(bytes, limit: limit))
  }

  public init(_ bundle: FHIRBundle) {
    kind = bundle.kind
    rows = ImportPlanner.rows(of: bundle)
  }

  public var values: [ImportedValue] { rows.compactMap(\.value) }
  public var patients: [ImportedPatient] {
    rows.compactMap { row in
      if case .patient(let patient)? = row.value { patient } else { nil }
    }
  }

  /// By resource type, in the order of their first appearance.
  public var statistics: [Count] {
    var counts: [Count] = []
    var places: [String?: Int] = [:]
    for row in rows {
      let place = places[row.resourceType] ?? counts.count
      if place == counts.count {
        counts.append(Count(resourceType: row.resourceType))
        places[row.resourceType] = place
      }
      switch row.outcome {
      case .mapped: counts[place].mapped += 1
      case .leftOut: counts[place].leftOut += 1
      case .refused: counts[place].refused += 1
      }
    }
    return counts
  }
}
