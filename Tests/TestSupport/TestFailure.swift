/// Why a test could not be carried out: always a failure, never a skip.
public struct TestFailure: Error, CustomStringConvertible {
  public let description: String
  public init(_ description: String) { self.description = description }
}
