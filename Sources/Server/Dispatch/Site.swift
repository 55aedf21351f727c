public import Identity
public import Templates

/// What every request of a worker shares: made once at start.
public struct Site: Sendable {
  let templates: TemplateLibrary
  let catalogs: Catalogs
  /// Eight digits that change with every static file, for addresses that may be cached for ever.
  let assetVersion: String
  /// Hashes visitors' addresses; new with each worker start would forget limits, so it comes from the key file.
  let addressKey: [UInt8]
  let log: RequestLog
  /// False where nothing that is written to people leaves: pages then promise nothing.
  let sendsMail: Bool
  let identity: IdentitySettings

  /// Compiles every template of the product.
  /// - Throws: the first thing wrong with a template or catalog, naming file and line.
  public init(
    templatesFolder: String, assetVersion: String, addressKey: [UInt8], log: RequestLog, sendsMail: Bool,
    identity: IdentitySettings
  ) throws(TemplateError) {
    catalogs = try Catalogs(directory: templatesFolder)
    templates = try TemplateLibrary(
      directory: templatesFolder, pages: Application.pages, shell: Shell.self, catalogs: catalogs)
    self.assetVersion = assetVersion
    self.addressKey = addressKey
    self.sendsMail = sendsMail
    self.log = log
    self.identity = identity
  }
}
