import Core
import Crypto
import Foundation
import Outbound
import SQL
import Server
import TestSupport
import Testing

@testable @_spi(Bootstrap) import Database
@testable import Scheduling

/// Alice, and the Google of this test: a server that checks what it is asked and what it answers by the discovery
/// document of the official client.
struct GoogleDesk {
  static let anna = "anna@praxis.example"
  let desk: FeedDesk
  let app: GoogleApp
  let settings: ApplicationSettings
  let port: Int
  private let peer: ChildProcess
  private let http = HTTPClient(allowsLoopback: true)
  var now: Instant { desk.staff.now }
  var alice: UserID { desk.practice.alice }

  init(zone: String = "Europe/Berlin") throws {
    (peer, port) = try Peer.serve("google_peer.py")
    app = GoogleApp(
      clientID: "praxis-client.apps.example", secret: "g00gle/secret+with=signs", fake: "http://127.0.0.1:\(port)")
    settings = ApplicationSettings(
      holdsPerHour: 1_000_000, baseURL: "https://praxis.example", isDevelopment: true, google: app)
    desk = try FeedDesk(zone, settings: settings)
  }

  // MARK: The other side

  struct State {
    let calls: [String]
    let violations: [String]
    let tokens: Int
    let events: [String: [String: Any]]
  }

  @discardableResult
  func control(_ asked: [String: Any] = [:]) throws -> State {
    let body = Array(try JSONSerialization.data(withJSONObject: asked))
    let request = HTTPRequest(.post, "http://127.0.0.1:\(port)/control", body: body)
    guard case .response(let response) = http.send(request), response.status == 200 else {
      throw TestFailure("the peer did not answer")
    }
    let object = try #require(try JSONSerialization.jsonObject(with: Data(response.body)) as? [String: Any])
    let calendars = try #require(object["calendars"] as? [String: [[String: Any]]])
    let events = (calendars[GoogleDesk.anna] ?? []).compactMap { event in
      (event["id"] as? String).map { ($0, event) }
    }
    return State(
      calls: object["calls"] as? [String] ?? [], violations: object["violations"] as? [String] ?? [],
      tokens: object["tokens"] as? Int ?? -1, events: Dictionary(events) { $1 })
  }
  /// Somebody edits an event over there.
  func put(_ id: String, _ fields: [String: Any], in calendar: String = GoogleDesk.anna) throws {
    try control(["put": [["calendar": calendar, "event": fields.merging(["id": id]) { $1 }]]])
  }
  func put(_ id: String, from start: String, to end: String, _ more: [String: Any] = [:]) throws {
    try put(
      id, ["summary": "Secret words", "start": ["dateTime": start], "end": ["dateTime": end]].merging(more) { $1 })
  }
  /// What is there and not cancelled, of ours: start and title.
  func ours() throws -> [String] {
    try control().events.values.filter {
      $0["status"] as? String != "cancelled" && ($0["extendedProperties"] as? [String: [String: String]]) != nil
    }.map { "\(($0["start"] as? [String: String])?["dateTime"] ?? "") \($0["summary"] as? String ?? "")" }.sorted()
  }

  // MARK: Connecting

  /// To Google and back: where Google sends the browser.
  func consent(_ browser: TestBrowser) throws -> String { try consents(browser, 1)[0] }

  /// The page over there opened so many times, by one question of ours: each time it answers with a code of its own.
  func consents(_ browser: TestBrowser, _ times: Int) throws -> [String] {
    let there = try #require(browser.get("/account/calendars/google/consent").location)
    return try (0..<times).map { _ in
      guard case .response(let response) = http.send(HTTPRequest(.get, there)),
        let back = response.headers["location"], back.hasPrefix("https://praxis.example/")
      else { throw TestFailure("Google did not send the browser back") }
      return String(back.dropFirst("https://praxis.example".utf8.count))
    }
  }
  /// Presses the two buttons.
  func comeBack(_ path: String, _ browser: TestBrowser) throws -> TestResponse {
    let stranger = TestBrowser(settings)
    stranger.now = browser.now
    let page = stranger.get(path)
    #expect(page.status == 200 && page.body.contains("data-continue"))
    let query = path.split(separator: "?").last ?? ""
    let form = browser.get("/account/calendars/google/permission?" + query)
    guard form.body.contains("name=\"code\"") else { return form }
    return browser.post(
      "/account/calendars/google/permission",
      [
        "code": form.value(after: "name=\"code\" value=\"") ?? "",
        "state": form.value(after: "name=\"state\" value=\"") ?? "",
      ]
    )
  }
  /// Connects Alice's first calendar.
  @discardableResult
  func connect() throws -> EntityID {
    let answer = try comeBack(try consent(desk.staff), desk.staff)
    #expect(answer.location == "/account/calendars/google", "\(answer.words)")
    let page = desk.staff.get("/account/calendars/google")
    #expect(page.words.contains("Anna") && !page.words.contains("Holidays"), "only those that may be written into")
    let chosen = desk.staff.post("/account/calendars/google", ["calendar": "0"])
    #expect(chosen.location == "/account/calendars?done=connected", "\(chosen.words)")
    return try #require(try link()?.external)
  }

  func link() throws -> GoogleLink? {
    try desk.practice.asOperator { db in try GoogleLinks.of(self.alice, in: db.reader) }
  }
  func external() throws -> External? {
    try desk.practice.asOperator { db in
      try GoogleLinks.of(self.alice, in: db.reader)?.external.flatMap { try Externals.find($0, in: db.reader) }
    }
  }

  // MARK: Jobs

  func look(after minutes: Int = 0) throws {
    guard let id = try link()?.external else { throw TestFailure("nothing is connected") }
    let now = now.adding(minutes: minutes)
    try desk.practice.asOperator { db in
      try db.transaction(AuditEvent("test.due", "scheduling_external", id)) { tx in
        try tx.execute(
          "UPDATE scheduling_external SET next_at = \(now) WHERE practice_id = \(tx.scope) AND id = \(id)")
      }
    }
    try run("calendar.look", "\(id)", at: now)
  }
  func push(after minutes: Int = 0) throws {
    guard let id = try link()?.id else { throw TestFailure("nothing is connected") }
    try run("google.push", "\(id)", at: now.adding(minutes: minutes))
  }
  private func run(_ kind: String, _ payload: String, at now: Instant) throws {
    let handlers = SchedulingJobs.all(ExternalFetcher(isDevelopment: true), google: app)
    let outcome = try desk.practice.enter(.job) { db in
      let job = ClaimedJob(
        practice: db.scope.practice, id: EntityID.make(), askedBy: nil, kind: kind, payload: payload, attempt: 1)
      return try handlers.first { $0.kind == kind }?.run(job, now, db)
    }
    #expect(outcome == .done)
  }
  func jobs(_ kind: String) throws -> Int {
    try desk.practice.asOperator { db in
      try db.reader.first("SELECT COUNT(*) FROM jobs_job WHERE practice_id = \(db.scope) AND kind = \(kind)") {
        try $0.int(0)
      } ?? 0
    }
  }
  func busy() throws -> [String] {
    guard let id = try link()?.external else { return [] }
    return try desk.practice.asOperator { db in
      try BusyClaims.stored(id, in: db.reader).map {
        "\(self.desk.zone.local($0.start)) \(self.desk.zone.local($0.end))"
      }
    }
  }

  // MARK: Appointments

  func at(_ text: String) throws -> Instant { try #require(InstantText.decode(text)) }

  /// Booked at the desk by the page.
  func book(_ time: String, on date: String = "2027-03-10", with practitioner: EntityID? = nil) throws -> AppointmentID
  {
    let front = try front()
    let made = front.post(
      "/appointments",
      [
        "patient": "\(desk.practice.pat)", "service": "\(desk.clinic.talk)",
        "practitioner": "\(practitioner ?? desk.clinic.mira)", "date": date, "time": time,
        "key": Hex.encode(SecureRandom.bytes(16)),
      ])
    let location = try #require(made.location, "\(made.words)")
    let id = location.split(separator: "&").first { $0.hasPrefix("of=") }?.dropFirst(3)
    return try #require(id.flatMap { AppointmentID(text: $0) })
  }
  func front() throws -> TestBrowser {
    let front = TestBrowser(settings)
    front.now = desk.staff.now
    try front.signIn(desk.practice.bob, of: desk.practice)
    return front
  }
  func page() -> TestResponse { desk.staff.get("/account/calendars") }
}
