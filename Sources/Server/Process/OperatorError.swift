/// Something the operator can put right, said in one plain sentence. Printed as it stands; exit status 1.
public struct OperatorError: Error, Equatable, CustomStringConvertible {
  public let description: String
  public init(_ description: String) { self.description = description }
}
