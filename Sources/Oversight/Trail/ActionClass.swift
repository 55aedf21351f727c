import SQL

/// What kind of thing an action of the trail is. The words of an action tell it, so that actions of later versions fall
/// into place by themselves.
enum ActionClass: String, CaseIterable, Sendable {
  /// In the order in which they are tried: what is refused was not read, and a copy is more than a look.
  case refusal, emergency, copy, trail, reading, record, visit, message, signIn, people, practice

  /// How its actions end, or begin. `%` stands for the rest.
  private var patterns: [StaticString] {
    switch self {
    case .refusal: ["%.refuse"]
    case .emergency: ["emergency.%"]
    case .copy: ["%.export", "%.print", "%.share", "import.%", "patient.export.%"]
    case .trail: ["audit.%", "access.%", "incident.%"]
    case .reading: ["%.read", "%.list", "%.search"]
    case .record: ["patient.%", "chart.%", "consent.%", "note.%"]
    case .visit: ["appointment.%", "hold.%", "calendar.%", "feed.%", "waitlist.%", "offer.%", "group.%"]
    case .message: ["notice.%", "message.%", "news.%"]
    case .signIn: ["session.%", "challenge.%", "link.%", "password.%", "browser.%"]
    case .people: ["user.%", "factor.%", "invitation.%", "account.%", "guardian.%"]
    case .practice:
      [
        "practice.%", "location.%", "service.%", "resource.%", "hours.%", "exception.%", "demo.%", "key.%",
        "retention.%", "provider.%",
      ]
    }
  }

  /// Nil for an action that none of them knows.
  init?(action: String) {
    guard let found = Self.allCases.first(where: { $0.fits(action) }) else { return nil }
    self = found
  }

  private func fits(_ action: String) -> Bool {
    patterns.contains { pattern in
      let text = "\(pattern)"
      return text.hasPrefix("%") ? action.hasSuffix(text.dropFirst()) : action.hasPrefix(text.dropLast())
    }
  }

  /// The same for the database, about the column `e.action`.
  var condition: SQL {
    let earlier = Self.allCases.prefix { $0 != self }.map(\.own)
    return earlier.reduce(own) { "\($0) AND NOT \($1)" }
  }

  private var own: SQL {
    let parts = patterns.map { pattern -> SQL in "e.action LIKE \("\(pattern)")" }
    let first = parts.first ?? "FALSE"
    return "(\(parts.dropFirst().reduce(first) { "\($0) OR \($1)" }))"
  }

  /// Of the sprite of icons.
  var icon: String {
    switch self {
    case .refusal: "x-circle"
    case .emergency: "alert"
    case .copy: "download"
    case .trail: "shield"
    case .reading: "eye"
    case .record: "edit"
    case .visit: "calendar"
    case .message: "mail"
    case .signIn: "key"
    case .people: "users"
    case .practice: "settings"
    }
  }
}
