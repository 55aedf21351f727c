/// One file of a multipart form. The name is what the browser said: shown, never used as a path.
public struct UploadedFile: Sendable, Equatable {
  public let field: String
  public let name: String
  public let content: [UInt8]
  public init(field: String, name: String, content: [UInt8]) {
    self.field = field
    self.name = name
    self.content = content
  }
}
