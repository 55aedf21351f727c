import Core
import Crypto
@_spi(Bootstrap) import Database
public import FastCGI
import Routing
import Templates

/// Where the parts of the server are put together.
public enum Bootstrap {
  /// What answers the requests of one worker process.
  /// - Throws: ``OperatorError`` for a key file, template or catalog that cannot be used. A database that is away is no
  ///   reason not to start: requests answer 503 until it is back.
  public static func responder(_ configuration: Configuration) throws(OperatorError) -> any Responder {
    let keys = try masterKeys(configuration)
    let address = try configuration.database.address(.app, schema: "praxis")
    let site = try site(configuration, keys: keys)
    let settings = ApplicationSettings(configuration, google: try configuration.google.app())
    let router = Router(Application.routes(isDevelopment: configuration.isDevelopment, settings))
    return Dispatcher(router: router, site: site) { try Connection(address, keys: keys) }
  }

  /// A connection of its own for a command.
  static func connection(
    _ configuration: Configuration, as user: DatabaseSettings.User, schema: String
  ) throws -> Connection {
    try Connection(try configuration.database.address(user, schema: schema), keys: try masterKeys(configuration))
  }

  static func masterKeys(_ configuration: Configuration) throws(OperatorError) -> MasterKeys {
    do throws(KeyFileError) {
      var keys = try MasterKeys(path: configuration.keyFile, patients: configuration.patientKeyFile)
      keys.blocklist = PasswordBlocklist(path: configuration.blocklistFile)
      return keys
    } catch { throw OperatorError(error.description) }
  }

  static func site(_ configuration: Configuration, keys: MasterKeys) throws(OperatorError) -> Site {
    let log = RequestLog(try JSONLogHandler.logger(label: "web-worker", configuration: configuration))
    do throws(TemplateError) {
      return try Site(
        templatesFolder: configuration.templatesFolder, assetVersion: AssetVersion.of(configuration.staticFolder),
        addressKey: keys.platformIndex("visitors", of: "address"), log: log, sendsMail: configuration.sendsMail,
        identity: ApplicationSettings(configuration, google: nil).identity)
    } catch { throw OperatorError(error.description) }
  }

  /// Body limits of one worker. nginx's files name the same upload prefixes.
  public static func limits(_ configuration: Configuration) -> Limits {
    Limits(uploadPrefixes: ["/patients/import", "/settings/logo"])
  }
}
