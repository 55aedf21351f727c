public import Web

/// The values of a form by name: as stored, or as typed. A checkbox that is off has the empty value.
public struct FormValues: Sendable, Equatable {
  private let values: [String: String]
  private let groups: [String: Set<String>]

  public init(_ values: [String: String], groups: [String: Set<String>] = [:]) {
    self.values = values
    self.groups = groups
  }
  /// What was typed. Names of groups are given without `[]`.
  /// - Parameter fixing: values that a form cannot change, whatever was sent.
  public init(_ form: Form, groups names: [String] = [], fixing: [String: String] = [:]) {
    let typed = form.pairs.filter { !$0.name.hasSuffix("[]") }.map { ($0.name, $0.value) }
    values = Dictionary(typed) { first, _ in first }.merging(fixing) { $1 }
    groups = Dictionary(uniqueKeysWithValues: names.map { ($0, Set(form.all($0 + "[]"))) })
  }

  public subscript(_ name: String) -> String { values[name] ?? "" }
  public func isOn(_ name: String) -> Bool { !self[name].isEmpty }
  public func group(_ name: String) -> Set<String> { groups[name] ?? [] }

  /// Our names whose values differ from those in `other`: what an audit event says of a change. Nothing and empty text
  /// are the same.
  public func names(differingFrom other: FormValues) -> [String] {
    let plain = values.keys.filter { self[$0] != other[$0] }
    return (plain + groups.keys.filter { group($0) != other.group($0) }).sorted()
  }
}
