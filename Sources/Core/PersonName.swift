/// A person's name as FHIR `HumanName` has it, reduced to the two parts every form asks for.
public struct PersonName: Hashable, Sendable {
  public let given: String
  public let family: String
  public init(given: String, family: String) {
    self.given = given
    self.family = family
  }
  /// "Given Family"; one part alone when the other is empty.
  public var full: String { given.isEmpty ? family : family.isEmpty ? given : given + " " + family }
  /// Up to two letters for an avatar.
  public var initials: String { String(given.prefix(1) + family.prefix(1)).uppercased() }
}
