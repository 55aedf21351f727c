public import Core
public import Database
public import Web

/// Who may call an address, and what that lets its handler do. A GET handler cannot be given a transaction.
public struct Route: Sendable {
  public typealias System = @Sendable (Call, borrowing SystemConnection) throws -> Reply
  public typealias Read = @Sendable (Call, borrowing TenantReader) throws -> Reply
  public typealias Write = @Sendable (Call, borrowing TenantConnection) throws -> Reply
  public typealias PatientRead = @Sendable (Call, PatientID, borrowing TenantReader) throws -> Reply
  public typealias PatientWrite = @Sendable (Call, PatientID, borrowing TenantConnection) throws -> Reply

  public enum Handler: Sendable {
    case system(System)
    case siteRead(Read)
    case siteWrite(Write)
    case hook(Write)
    case staffRead(Permission, Read)
    case staffWrite(Permission, Write)
    case portalRead(PatientRead)
    case portalWrite(PatientWrite)
  }

  public let method: Request.Method
  public let pattern: RoutePattern
  public let handler: Handler
  /// The handler's name, as `praxis routes` prints it.
  public let name: String
  /// What the router writes into the trail before the response leaves; nil on routes that show nothing of a patient.
  public let recordsAccess: AccessRecord?
  /// The holder of the session must have shown a factor within the last five minutes.
  public private(set) var needsConfirmation = false
  /// Of the portal: the holder of the session must have shown more than their mailbox.
  public private(set) var needsSecondFactor = false
  /// Asked by an open page by itself, not by its reader: keeps no session awake.
  public private(set) var isBackground = false
  /// Also for a session that is locked: signing out.
  public private(set) var worksWhileLocked = false

  /// Of the portal: what shows a form again that came without a session, or with the token of another one.
  public private(set) var keptForm: KeptForm?

  private init(
    _ method: Request.Method, _ pattern: StaticString, _ name: StaticString, recordsAccess: AccessRecord? = nil,
    _ handler: Handler
  ) {
    self.method = method
    self.pattern = RoutePattern(pattern)
    self.name = "\(name)"
    self.recordsAccess = recordsAccess
    self.handler = handler
  }

  /// Work before a practice is known: sign-in.
  public static func systemGet(_ pattern: StaticString, _ name: StaticString, _ handle: @escaping System) -> Route {
    Route(.get, pattern, name, .system(handle))
  }
  public static func systemPost(_ pattern: StaticString, _ name: StaticString, _ handle: @escaping System) -> Route {
    Route(.post, pattern, name, .system(handle))
  }
  /// A public page of the practice named by `{practice}` in the path.
  public static func siteGet(_ pattern: StaticString, _ name: StaticString, _ handle: @escaping Read) -> Route {
    Route(.get, pattern, name, .siteRead(handle))
  }
  public static func sitePost(_ pattern: StaticString, _ name: StaticString, _ handle: @escaping Write) -> Route {
    Route(.post, pattern, name, .siteWrite(handle))
  }
  /// A POST of a program: of a mail program, or of a carrier. No cookie and no token of a form comes with it; a secret in
  /// the address or a signature over the whole, which the handler checks, stands in their place.
  public static func hook(_ pattern: StaticString, _ name: StaticString, _ handle: @escaping Write) -> Route {
    Route(.post, pattern, name, .hook(handle))
  }
  public static func get(
    _ pattern: StaticString, _ permission: Permission, _ name: StaticString, recordsAccess: AccessRecord? = nil,
    _ handle: @escaping Read
  ) -> Route {
    Route(.get, pattern, name, recordsAccess: recordsAccess, .staffRead(permission, handle))
  }
  public static func post(
    _ pattern: StaticString, _ permission: Permission, _ name: StaticString, recordsAccess: AccessRecord? = nil,
    _ handle: @escaping Write
  ) -> Route {
    Route(.post, pattern, name, recordsAccess: recordsAccess, .staffWrite(permission, handle))
  }
  public static func portalGet(_ pattern: StaticString, _ name: StaticString, _ handle: @escaping PatientRead) -> Route
  {
    Route(.get, pattern, name, .portalRead(handle))
  }
  public static func portalPost(_ pattern: StaticString, _ name: StaticString, _ handle: @escaping PatientWrite)
    -> Route
  {
    Route(.post, pattern, name, .portalWrite(handle))
  }

  /// Before this, the holder of the session shows a factor, unless they have within the last five minutes. For factors,
  /// addresses, roles, keys, exports and erasure (docs/security.md, step-up).
  public var confirmed: Route {
    var copy = self
    copy.needsConfirmation = true
    return copy
  }
  /// For what is clinical in the portal, and for documents: a mailbox alone is not enough (docs/security.md, portal).
  public var withSecondFactor: Route {
    var copy = self
    copy.needsSecondFactor = true
    return copy
  }
  public var whileLocked: Route {
    var copy = self
    copy.worksWhileLocked = true
    return copy
  }
  /// For what open pages ask every few seconds.
  public var background: Route {
    var copy = self
    copy.isBackground = true
    return copy
  }

  /// For a form that takes long to fill in: what was typed is not lost with the session. It is shown again to a page of
  /// our own alone, and nothing of it is kept here.
  public func keeping(_ form: KeptForm) -> Route {
    var copy = self
    copy.keptForm = form
    return copy
  }

  /// `sign-in`, `site`, `hook`, `staff` or `portal`.
  public var access: String {
    switch handler {
    case .system: "sign-in"
    case .siteRead, .siteWrite: "site"
    case .hook: "hook"
    case .staffRead, .staffWrite: "staff"
    case .portalRead, .portalWrite: "portal"
    }
  }
  public var permission: Permission? {
    switch handler {
    case .staffRead(let permission, _), .staffWrite(let permission, _): permission
    case .system, .siteRead, .siteWrite, .hook, .portalRead, .portalWrite: nil
    }
  }
}
