import Core
import Crypto
@_spi(Bootstrap) import Database
import TestSupport

/// Two practices that must not see each other: alice's, full of canaries, and charlie's.
final class World {
  let home: Clinic
  let away: Clinic
  /// Stands in every text of alice's practice that a page could show.
  let canary: String
  private let staff: [Role: UserID]
  private let charlie: UserID
  private let charlieOwner: UserID
  private var browsers: [Person: TestBrowser] = [:]

  init() throws {
    home = try Clinic()
    away = try Clinic()
    canary = "Canary" + Hex.encode(SecureRandom.bytes(6))
    staff = try World.makeStaff(of: home.practice, Person.roles)
    let others = try World.makeStaff(of: away.practice, [.practitioner, .owner])
    guard let charlie = others[.practitioner], let owner = others[.owner] else { throw TestFailure("no charlie") }
    self.charlie = charlie
    charlieOwner = owner
  }

  private static func makeStaff(of practice: TestPractice, _ roles: [Role]) throws -> [Role: UserID] {
    let users = Dictionary(uniqueKeysWithValues: roles.map { ($0, UserID.make()) })
    try practice.asOperator { db in
      try db.transaction(AuditEvent("test.staff", "identity_user", nil)) { tx in
        for (role, user) in users {
          try TestPractice.add(user, "Some \(role.rawValue)", "\(role.rawValue)@\(practice.slug).example", role, in: tx)
        }
      }
    }
    return users
  }

  /// One of everything in alice's practice, with canaries, or in charlie's, without.
  func things(away isAway: Bool = false) throws -> Things {
    let things = try Things(in: isAway ? away : home, canary: isAway ? "Plain" : canary)
    if !isAway, let supervisor = staff[.supervisor] { try things.supervise(as: supervisor, in: home) }
    return things
  }

  /// One of everything in alice's practice, of somebody else than the canaries' family.
  func things(canary: String) throws -> Things { try Things(in: home, canary: canary) }

  /// The person's browser with a fresh session, from an address nobody else has.
  func browser(of person: Person, _ things: Things) throws -> TestBrowser {
    let browser = browsers[person] ?? TestBrowser()
    browsers[person] = browser
    let bytes = SecureRandom.bytes(3)
    browser.address = "10.\(bytes[0]).\(bytes[1]).\(bytes[2])"
    // A visitor's secret, as the first page leaves it.
    browser.get("/sign-in")
    switch person {
    case .anonymous: break
    case .staff(let role): try browser.signIn(try staff[role].orThrow("no \(role)"), of: home.practice)
    case .patient: try browser.signIn(patient: things.patient, of: home.practice)
    case .otherPatient: try browser.signIn(patient: home.practice.pat, of: home.practice)
    case .charlie: try browser.signIn(charlie, of: away.practice)
    case .charlieAsOwner: try browser.signIn(charlieOwner, of: away.practice)
    case .charliesPatient: try browser.signIn(patient: away.practice.pat, of: away.practice)
    case .guardian:
      try browser.signIn(
        patient: things.patient, of: home.practice, proofs: "mail,totp", actingAs: things.account)
    case .charliesGuardian:
      let own = try self.things(away: true)
      try browser.signIn(patient: own.patient, of: away.practice, proofs: "mail,totp", actingAs: own.account)
    }
    return browser
  }
}

/// Who asks.
enum Person: Hashable, CustomStringConvertible {
  case anonymous
  /// Of alice's practice.
  case staff(Role)
  /// Of alice's practice: the one whose rows the ids are.
  case patient
  /// Another patient of alice's practice.
  case otherPatient
  /// A practitioner of another practice.
  case charlie
  case charlieAsOwner
  case charliesPatient
  /// Of alice's practice: somebody who acts for the patient of the rows, and has shown a second factor.
  case guardian
  /// The same in the other practice.
  case charliesGuardian

  static let roles: [Role] = [.owner, .admin, .practitioner, .frontDesk, .biller, .supervisor]
  /// The columns of matrix.txt.
  static let columns: [Person] = [.anonymous] + roles.map { .staff($0) } + [.patient, .charlie]
  static let strangers: [Person] = [.anonymous, .charlie, .charlieAsOwner, .charliesPatient]

  var description: String {
    switch self {
    case .anonymous: "anonymous"
    case .staff(let role): role.rawValue
    case .patient: "patient"
    case .otherPatient: "other patient"
    case .charlie: "charlie"
    case .charlieAsOwner: "charlie as owner"
    case .charliesPatient: "charlie's patient"
    case .guardian: "guardian"
    case .charliesGuardian: "charlie's guardian"
    }
  }
}

extension Optional {
  func orThrow(_ why: String) throws -> Wrapped {
    guard let self else { throw TestFailure(why) }
    return self
  }
}
