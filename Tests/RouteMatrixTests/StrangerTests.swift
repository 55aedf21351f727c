import Core
import Foundation
import Routing
import TestSupport
import Testing

/// Alice's ids in strangers' hands, in every position a request has.
@Suite struct StrangerTests {
  private static func ids(of route: Route) -> [String] { route.pattern.parameterNames.filter { $0 != "practice" } }
  private static func people(for route: Route) -> [Person] {
    switch route.access {
    case "staff": [.charlie, .charlieAsOwner]
    case "portal": [.charliesPatient, .charliesGuardian, .otherPatient]
    default: [.anonymous, .charlie]
    }
  }

  /// A stranger cannot tell a row of alice's from one that never existed: the answers are the same, byte for byte.
  @Test func aForeignIdIsAnsweredLikeOneThatWasNeverIssued() throws {
    let world = try World()
    let fingerprints = try Fingerprint.Reader()
    let alices = try world.things()
    let before = try fingerprints.read(world.home.practice)
    var asked = 0
    for route in Matrix.routes {
      let pattern = route.pattern.description
      let names = StrangerTests.ids(of: route)
      for positions in names.map({ [$0] }) + (names.count > 1 ? [names] : []) {
        for person in StrangerTests.people(for: route) where person != .otherPatient {
          let own = try world.things(away: true)
          func answer(_ value: (String) throws -> String) throws -> String {
            let browser = try world.browser(of: person, own)
            browser.now = StrangerTests.moment
            let ask = try Ask(route) { try positions.contains($0) ? value($0) : own.value(for: $0, of: pattern) }
            let answer = ask.send(browser)
            // Who has shown a mailbox alone is asked for more before anything is looked up.
            let isAsked = person == .charliesPatient && route.needsSecondFactor
            #expect(
              isAsked ? answer.status == 423 : [303, 403, 404, 410].contains(answer.status),
              "\(Matrix.key(route)): \(person) gets \(answer.status) for \(positions)")
            return answer.blanked(ask.values.values)
          }
          let foreign = try answer { try alices.value(for: $0, of: pattern) }
          let never = try answer { Things.neverIssued($0, of: pattern) }
          #expect(foreign == never, "\(Matrix.key(route)): \(person) can tell alice's \(positions) from nothing")
          asked += 2
        }
      }
    }
    #expect(asked > 40)
    #expect(try fingerprints.read(world.home.practice) == before, "a stranger changed rows of alice's practice")
  }
  private static let moment = Instant.now

  /// How many requests the sweep makes at least; `PRAXIS_SWEEP=20000 bin/test StrangerTests` is the wide one, which adds
  /// pairs of foreign ids to every route.
  private static let wanted = ProcessInfo.processInfo.environment["PRAXIS_SWEEP"].flatMap { Int($0) } ?? 500

  /// Alice's ids as query and form fields, one at a time and all at once, in requests that are otherwise charlie's own.
  @Test func noFieldOpensAnotherPractice() throws {
    let world = try World()
    let fingerprints = try Fingerprint.Reader()
    let alices = try world.things()
    let before = try fingerprints.read(world.home.practice)
    var asked = 0
    let pairs = Self.wanted / Matrix.routes.count
    for route in Matrix.routes {
      for person in StrangerTests.people(for: route) where person != .otherPatient {
        let own = try world.things(away: true)
        let browser = try world.browser(of: person, own)
        let ask = try Ask(route) { try own.value(for: $0, of: route.pattern.description) }
        let oneByOne = Fields.variations(own: own, foreign: alices, oneByOne: person != .charlie)
        for fields in oneByOne + Fields.pairs(own: own, foreign: alices, count: pairs > 10 ? pairs : 0) {
          let answer = ask.send(browser, fields)
          asked += 1
          #expect(answer.status < 500, "\(Matrix.key(route)) fails for \(person) with \(fields)")
          #expect(
            !answer.body.contains(world.canary), "\(Matrix.key(route)) shows alice's rows to \(person): \(fields)")
        }
      }
      let changes = try fingerprints.read(world.home.practice).changes(since: before)
      #expect(changes.isEmpty, "\(Matrix.key(route)): strangers changed \(changes) of alice's practice")
    }
    let taken = try fingerprints.mentions(of: Array(Set(alices.ids.values)), in: world.away.practice)
    #expect(taken.isEmpty, "rows of charlie's practice name rows of alice's: \(taken)")
    #expect(asked >= Self.wanted)
  }

  /// A field that pages read and nobody tries would be a door without a guard.
  @Test func everyFieldOfThePagesIsTried() throws {
    let known = Set(Fields.plausible(try World().things()).keys)
    // The token, uploads, and what is no form field.
    let others: Set<String> = ["csrf", "files", "logo", "viewport", "color-scheme"]
    var named: Set<String> = []
    for (path, text) in try SourceTexts.all() {
      let marks =
        path.hasSuffix(".mustache") ? /\sname="([A-Za-z0-9-]+(?:\[\])?)"/ : /(?:form|query)\["([A-Za-z0-9-]+)"\]/
      for match in text.matches(of: marks) { named.insert(String(match.1)) }
    }
    let missing = named.subtracting(known).subtracting(others).sorted()
    #expect(named.count > 30)
    #expect(missing.isEmpty, "Fields.plausible, or Things.ids when it takes an id, lacks: \(missing)")
  }

  /// The canaries are where a page could show them: alice's own staff see each.
  @Test func theCanariesSing() throws {
    let world = try World()
    let things = try world.things()
    var seen = 0
    for route in Matrix.routes where route.method == .get {
      let browser = try world.browser(of: route.access == "portal" ? .patient : .staff(.owner), things)
      let ask = try Ask(route) { try things.value(for: $0, of: route.pattern.description) }
      if ask.send(browser).body.contains(world.canary) { seen += 1 }
    }
    #expect(seen >= 5, "only \(seen) pages show alice's rows to her own practice: the sweep proves little")
  }
}

/// Fields that a form or query of the product may have, with values that fit.
enum Fields {
  static func plausible(_ own: Things) -> [String: String] {
    let day = Instant.now.seconds / 86_400 + 4
    let date = LocalDate(days: Int32(day)).description
    return own.ids.mapValues(\.description).merging([
      "date": date, "time": "10:00", "start": "\(date)T10:00Z", "minutes": "30", "version": "1", "status": "booked",
      "given": "Ada", "family": "Plain", "name": "Plain", "email": "plain@example.com", "phone": "+49 30 1234567",
      "language": "en", "gender": "unknown", "reason": "plain", "answer": "plain", "note": "plain", "confirm": "yes",
      "q": "Plain",
      "key": "00112233445566778899aabbccddeeff", "zone": "Europe/Berlin", "region": "Asia", "view": "day",
      "first": date,
      "last": date,
      "price": "10", "kind": "room", "title": "Plain", "color": "1", "theme": "light", "address": "Plain",
      "practice": own.slug, "birth-date": "1980-01-01", "page": "1", "anyway": "yes", "waive": "yes",
      "is-active": "yes",
      "password": "not the password", "code": "123456", "website": "", "booked": "1", "moved": "1", "cancelled": "1",
      "saved": "1", "done": "moved", "was": "x", "v": "1", "by": "practitioner", "act": "save", "accent": "#0b5953",
      "currency": "EUR", "clock": "24", "opens": "09:00", "closes": "17:00", "copyFrom": "1", "copyTo[]": "2",
      "step": "30", "horizon": "90", "notice": "120", "mode": "inPerson", "position": "1", "offset": "60", "new": "1",
      "search": "Plain", "confirmed": "yes", "from": date, "to": date, "next": "/account", "proof": "not the password",
      "idle": "12", "check": "1", "practitionersSee": "own", "born": "1980-01-01", "new-password": "not a good one",
      "passkey-id": "AAAA", "passkey-client-data": "AAAA",
      "new-passkey-id": "AAAA", "new-passkey-client-data": "AAAA", "new-passkey-authenticator-data": "AAAA",
      "passkey-authenticator-data": "AAAA", "passkey-signature": "AAAA",
      "class": "reading", "before": "1000000", "after": "1", "actor": "anybody", "network": "203.0.113.0/24",
      "discovered": "\(date)T09:00",
      "username": "plain@example.com", "role": "biller", "forgotten": "1", "sent": "1", "calendar": "0",
      "relation": "parent", "until": date, "understood": "yes", "country": "de", "years": "10",
      "state": "AAAA", "iss": "https://login.example.com", "back": "1", "issuer": "https://login.example.com",
      "clientID": "plain", "clientSecret": "plain", "emailDomain": "example.com", "isOn": "1",
      "openLimit": "0", "places": "2", "weeks": "1", "capacity": "1", "approval": "0", "audience": "everybody",
      "screening": "", "deposit": "0",
      "been": "no", "stage": "booked", "leave": "yes", "noticeHours": "24", "weekday[]": "1", "part[]": "morning",
      "notify": "yes", "notify-asked": "1", "asked": "1", "untold": "1", "in": "en",
      "patients-write": "1", "answer-days": "2", "show": "all", "subject": "Plain", "body": "Plain", "text": "Plain",
      "preview": "1", "amount": "3", "unit": "days",
      "repeat": "once", "rrule": "FREQ=DAILY;INTERVAL=1;COUNT=2", "every": "1", "count": "2", "ends": "count",
      "clashes": "free", "change": "", "others": "yes", "scope": "following", "seen": "00",
      "topic": "marketing", "names": "yes", "treatment": "Plain", "telehealth": "Plain", "marketing": "Plain",
      "sharing": "Plain", "quiet": "1", "quiet-from": "21:00", "quiet-to": "08:00", "use-email": "1", "use-sms": "1",
      "by-email": "1", "by-sms": "1", "carrier-on": "1", "carrier-account": "AC00112233445566778899aabbccddeeff",
      "token": "plain",
      "sms-sender": "+4915799999999", "country-code": "49", "channel": "email", "trial-number": "+4915123456789",
      "sms": "Plain", "whatsapp": "Plain", "writtenSms": "Plain", "medium": "portal",
      "whatsapp-sender": "+4915799999999", "by-whatsapp": "1", "use-whatsapp": "1",
      "content-en": "HX00112233445566778899aabbccddeeff", "content-de": "", "content-he": "",
      "AccountSid": "AC00112233445566778899aabbccddeeff",
      "MessageSid": "SM00112233445566778899aabbccddeeff", "MessageStatus": "delivered", "ErrorCode": "30003",
      "From": "+4915123456789", "Body": "STOP", "OptOutType": "STOP",
      "List-Unsubscribe": "One-Click",
    ]) { first, _ in first }
  }

  /// Two ids foreign, as many different pairs as are asked for.
  static func pairs(own: Things, foreign: Things, count: Int) -> [[String: String]] {
    let base = plausible(own)
    let ids = foreign.ids.mapValues(\.description)
    let names = ids.keys.sorted()
    let all = names.indices.flatMap { first in
      names[(first + 1)...].map { [names[first]: ids[names[first]] ?? "", $0: ids[$0] ?? ""] }
    }
    return all.shuffled().prefix(count).map { base.merging($0) { $1 } }
  }

  /// All id fields foreign; when asked for, each alone as well.
  static func variations(own: Things, foreign: Things, oneByOne: Bool) -> [[String: String]] {
    let base = plausible(own)
    let ids = foreign.ids.mapValues(\.description)
    let all = base.merging(ids) { $1 }
    guard oneByOne else { return [all] }
    return ids.keys.sorted().map { base.merging([$0: ids[$0] ?? ""]) { $1 } } + [all]
  }
}
