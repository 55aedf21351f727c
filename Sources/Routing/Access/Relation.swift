/// Whose patients a permission reaches.
public enum Relation: String, CaseIterable, Sendable {
  /// Everybody's in the practice.
  case everybody
  /// Their own, where the practice says so; else everybody's.
  case own
  /// Those of the people they supervise.
  case supervised
}
