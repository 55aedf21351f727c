public import Core
import Crypto
@_spi(Bootstrap) public import Database
public import FastCGI
import Identity
import Messaging
import Patients
public import Routing
import Templates
public import Web

/// From a request to a response: finds the route, opens the scope its access asks for, calls the handler, records what
/// must be recorded, and renders. The one place where refusals and failures become pages.
public final class Dispatcher: Responder {
  let router: Router
  let site: Site
  private let connect: () throws -> Connection
  private var connection: Connection?

  /// - Parameter connect: opens the worker's one connection; called again after the database was away.
  public init(router: Router, site: Site, connect: @escaping () throws -> Connection) {
    self.router = router
    self.site = site
    self.connect = connect
  }

  public func respond(to request: Request) -> Response {
    respond(to: request, at: .now)
  }

  /// - Parameter now: the time everything in this request agrees on.
  public func respond(to request: Request, at now: Instant) -> Response {
    let visit = Visit(request, now: now)
    do {
      guard let path = request.path, request.query != nil else { throw Refusal.badRequest }
      switch router.match(request.method, path) {
      case .notFound: throw Refusal.notFound
      case .methodNotAllowed(let allowed):
        let href = request.method == .get ? router.page(behind: path) : nil
        let text = site.catalogs.localizer(for: visit.language)
        let error = href.map { ErrorPage(.formOnly, pageHref: $0, text: text) } ?? ErrorPage(.badRequest, text: text)
        var response = render(.page(error, status: 405), visit)
        response.headers.append(("Allow", allowed.joined(separator: ", ")))
        return response
      case .found(let route, let parameters):
        return try serve(route, parameters, visit)
      }
    } catch {
      return answer(error, visit)
    }
  }

  public func refusal(status: Int, requestID: String) -> Response {
    let request = Request(method: "GET", target: "/", requestID: requestID)
    return page(status: status, Visit(request, now: .now))
  }

  private func serve(_ route: Route, _ parameters: [String: String], _ visit: Visit) throws -> Response {
    let (form, files) = route.method == .post ? try BodyReader.read(visit.request) : (Form(), [])
    visit.take(route, parameters, form, files)
    let connection = try openConnection()
    switch route.handler {
    case .system(let handle):
      visit.csrf = visit.visitorToken?.csrf
      try guardForm(visit)
      return render(try connection.withSystem(.signIn) { try handle(visit.call(site, session: nil), $0) }, visit)
    case .siteRead(let handle):
      return try onSite(visit, connection) { try handle($0, $1.reader) }
    case .siteWrite(let handle):
      return try onSite(visit, connection, handle)
    case .hook(let handle):
      return try onSite(visit, connection, isForm: false, handle)
    case .staffRead(let permission, let handle):
      return try asStaff(visit, route, permission, connection) { try handle($0, $1.reader) }
    case .staffWrite(let permission, let handle):
      return try asStaff(visit, route, permission, connection, handle)
    case .portalRead(let handle):
      return try asPatient(visit, route, connection) { try handle($0, $1, $2.reader) }
    case .portalWrite(let handle):
      return try asPatient(visit, route, connection, handle)
    }
  }

  private func openConnection() throws -> Connection {
    if let connection { return connection }
    let opened = try connect()
    connection = opened
    return opened
  }

  private func guardForm(_ visit: Visit) throws(Refusal) {
    guard visit.route?.method == .post else { return }
    guard CrossSiteGuard.allows(visit.request, form: visit.form, csrf: visit.csrf) else { throw .staleForm }
  }

  /// - Parameter isForm: a POST comes from a page of ours.
  private func onSite(
    _ visit: Visit, _ connection: Connection, isForm: Bool = true,
    _ handle: (Call, borrowing TenantConnection) throws -> Reply
  ) throws -> Response {
    visit.csrf = visit.visitorToken?.csrf
    let response = try connection.withPractice(
      slug: visit.parameters["practice"] ?? "", actor: .visitor, origin: visit.origin
    ) { db in
      visit.practice = db.practice
      if isForm { try guardForm(visit) }
      return render(try handle(visit.call(site, session: nil), db), visit)
    }
    guard let response else { throw Refusal.notFound }
    return response
  }

  private func asStaff(
    _ visit: Visit, _ route: Route, _ permission: Permission, _ connection: Connection,
    _ handle: (Call, borrowing TenantConnection) throws -> Reply
  ) throws -> Response {
    let response = try withSession(.staff, visit, connection) { session, db in
      try guardForm(visit)
      if let reply = try stop(visit, route, session, db) { return render(reply, visit) }
      guard let role = db.scope.actor.role, permission.isHeld(by: role) else {
        try db.reader.recordAccess(AuditEvent("access.refuse", "route", nil, fields: [visit.route?.name ?? ""]))
        throw Refusal.forbidden
      }
      if let refusal = try outOfReach(permission, visit, in: db) { return try ring(refusal, visit, in: db.reader) }
      let reply = try handle(visit.call(site, session: visit.session), db)
      try record(reply, of: route, visit, in: db.reader)
      return try ring(reply, visit, in: db.reader)
    }
    guard let response else { throw Refusal.signInRequired }
    return response
  }

  /// A page that a route for staff answers with says how much is new for its reader, after what it did itself. Pages of
  /// refusals and failures, and the question for a factor, are made elsewhere and have no bell.
  private func ring(_ reply: Reply, _ visit: Visit, in db: borrowing TenantReader) throws -> Response {
    if case .page = reply.content { visit.news = try News.count(now: visit.now, in: db) }
    return render(reply, visit)
  }

  /// The patient of the address must be one whom the person reaches with this permission. Who is refused may open the
  /// record in an emergency, and is told so.
  private func outOfReach(
    _ permission: Permission, _ visit: Visit, in db: borrowing TenantConnection
  ) throws -> Reply? {
    let reach = try PatientReach.of(permission, now: visit.now, in: db.reader)
    guard !reach.isEverybody, let patient = try PatientSubject.of(visit.parameters, in: db.reader),
      try !reach.contains(patient, in: db.reader)
    else { return nil }
    try db.reader.recordAccess(
      AuditEvent("access.refuse", "route", nil, patient: patient, fields: [visit.route?.name ?? ""]))
    guard db.scope.holds(.openInEmergency) else { throw Refusal.forbidden }
    return EmergencyHandlers.refused(patient, visit.call(site, session: visit.session))
  }

  /// Who saw what stands in the trail before the answer leaves, or the answer does not leave.
  private func record(_ reply: Reply, of route: Route, _ visit: Visit, in db: borrowing TenantReader) throws {
    guard let access = route.recordsAccess else { return try AccessRecord.requireNothing(of: reply) }
    for event in try access.events(of: reply, visit.parameters) { try db.recordAccess(event) }
  }

  /// The question for a factor that is owed; nil when none is.
  private func stop(
    _ visit: Visit, _ route: Route, _ session: SessionInfo, _ db: borrowing TenantConnection
  ) throws -> Reply? {
    switch try SessionGate.pass(visit.call(site, session: session), route, site.identity, db) {
    case .stopped(let reply): return reply
    case .through(let confirmed, let cookie):
      visit.session = confirmed
      visit.sessionCookie = cookie
      visit.form = visit.form.without(SessionGate.fields)
      return nil
    }
  }

  private func asPatient(
    _ visit: Visit, _ route: Route, _ connection: Connection,
    _ handle: (Call, PatientID, borrowing TenantConnection) throws -> Reply
  ) throws -> Response {
    let response = try withSession(.patient, visit, connection) { session, db in
      let again = try formToShowAgain(visit)
      guard let patient = db.scope.actor.patient else { throw Refusal.signInRequired }
      if let reply = try stop(visit, route, session, db) {
        // The question for a factor would pass on what was typed to whomever this session acts for.
        if again != nil { throw Refusal.signInRequired }
        return render(reply, visit)
      }
      if let again { return render(try again(visit.call(site, session: visit.session), patient, db.reader), visit) }
      return render(try handle(visit.call(site, session: visit.session), patient, db), visit)
    }
    guard let response else { throw Refusal.signInRequired }
    return response
  }

  /// Where something was typed on a page of ours that is not to be lost.
  private func keptForm(_ visit: Visit) -> KeptForm? {
    guard let kept = visit.route?.keptForm, CrossSiteGuard.isSameOrigin(visit.request), kept.isFilled(visit.form)
    else { return nil }
    return kept
  }

  /// A form of ours that carries the token of another session, where it may be shown once more; nil for one that counts.
  private func formToShowAgain(_ visit: Visit) throws(Refusal) -> Route.PatientRead? {
    do {
      try guardForm(visit)
      return nil
    } catch {
      guard let kept = keptForm(visit) else { throw error }
      // Without its token it proves nothing.
      visit.form = visit.form.without(SessionGate.fields)
      return kept.again
    }
  }

  /// Nil when nobody is signed in. What the request is known by is filled in before `body` sees it.
  private func withSession(
    _ kind: SessionKind, _ visit: Visit, _ connection: Connection,
    _ body: (SessionInfo, borrowing TenantConnection) throws -> Response
  ) throws -> Response? {
    try connection.withSession(
      visit.sessionToken(kind), kind, origin: visit.origin, now: visit.now,
      isActivity: visit.route?.isBackground != true
    ) { session, db in
      visit.practice = db.practice
      visit.session = session
      visit.role = db.scope.actor.role
      visit.csrf = session.csrf
      return try body(session, db)
    }
  }

  // MARK: Answers

  private func answer(_ error: any Error, _ visit: Visit) -> Response {
    switch error {
    case let refusal as Refusal: return answer(refusal, visit)
    case let error as DatabaseError where error.isConnectionLost:
      connection = nil
      site.log.failure("database.away", visit, code: Int(error.code))
      var response = page(status: 503, visit)
      response.headers.append(("Retry-After", "2"))
      return response
    default:
      site.log.failure("request.failed", visit, error: error)
      return page(status: 500, visit)
    }
  }

  private func answer(_ refusal: Refusal, _ visit: Visit) -> Response {
    switch refusal {
    case .notFound: return page(status: 404, visit)
    case .forbidden: return page(status: 403, visit)
    case .conflict: return page(status: 409, visit)
    case .staleForm: return page(status: 403, kind: .staleForm, visit)
    case .badRequest: return page(status: 400, visit)
    case .gone: return page(status: 410, visit)
    case .tooManyRequests(let seconds):
      var response = page(status: 429, visit)
      response.headers.append(("Retry-After", "\(seconds)"))
      return response
    case .signInRequired:
      if let kept = keptForm(visit) {
        // What is shown carries no token: it is looked at once more by whoever signs in.
        visit.csrf = nil
        return render(kept.signedOut(visit.call(site, session: nil)), visit)
      }
      if case .portalRead = visit.route?.handler { return .redirect("/portal/sign-in") }
      if case .portalWrite = visit.route?.handler { return .redirect("/portal/sign-in") }
      return .redirect("/sign-in")
    }
  }

  private func page(status: Int, kind: ErrorPage.Kind? = nil, _ visit: Visit) -> Response {
    let text = site.catalogs.localizer(for: visit.language)
    let error = ErrorPage(kind ?? ErrorPage.Kind(status: status), text: text)
    return render(.page(error, status: status), visit)
  }

  private func render(_ reply: Reply, _ visit: Visit) -> Response {
    if let alarm = reply.alarm { site.log.alarm(alarm, visit) }
    switch reply.content {
    case .response(var finished):
      // Style sheets, logos and files may be kept by caches: a visitor's secret must not travel with them.
      finished.cookies = reply.cookies + [visit.sessionCookie].compactMap { $0 }
      return finished
    case .page(let page):
      let shell = ShellMaker.shell(visit, site)
      var response = Response.html(
        site.templates.render(page, shell: shell, language: visit.language), status: reply.status)
      if let seconds = reply.retryAfter { response.headers.append(("Retry-After", "\(seconds)")) }
      response.cookies = reply.cookies + visit.newCookies + [visit.sessionCookie].compactMap { $0 }
      return response
    }
  }
}
