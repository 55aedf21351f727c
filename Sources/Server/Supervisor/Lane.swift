/// A queue of requests between nginx and the workers, each with a socket of its own. nginx tells by the address which one
/// a request joins (nginx/site.conf). Workers take from the first one first, and some are kept for it alone, so that
/// whatever the public sends, the people of a practice go on working.
enum Lane: Int, CaseIterable, Sendable {
  /// Pages for people who are signed in as staff. Who is not is sent away for the price of one look-up.
  case staff
  /// Where staff sign in. Open to everybody, and checking a password is slow on purpose: it must not hold up people who
  /// are in already.
  case door
  /// Booking, the portal, links from mails, and what fits nowhere else.
  case visitors

  /// Connections that may wait; nginx answers more than that by itself, at once. Visitors are turned away while the wait
  /// is a matter of seconds, not when they have given up by themselves.
  var backlog: Int32 {
    switch self {
    case .staff, .door: 1024
    case .visitors: 256
    }
  }

  /// The configured path is the one of visitors; the others stand beside it.
  func path(_ configured: String) -> String {
    switch self {
    case .staff: configured + ".staff"
    case .door: configured + ".door"
    case .visitors: configured
    }
  }

  static let longestSuffix = ".staff".utf8.count

  /// How many of all workers serve staff alone, staff and door, and everything: one in eight is kept for each of the
  /// first two, at least one where there are three. Two workers share all but the visitors; one does everything.
  static func split(_ workers: Int) -> [Int] {
    let kept = max(1, workers / 8)
    switch workers {
    case ...1: return [0, 0, workers]
    case 2: return [0, 1, 1]
    default: return [kept, kept, workers - 2 * kept]
    }
  }
}
