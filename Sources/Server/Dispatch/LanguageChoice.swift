import Core
import Web

/// Which language a request is answered in: chosen by link, remembered by cookie, set by the person, asked for by the
/// browser, or the practice's own; the first that applies.
enum LanguageChoice {
  static let cookieName = "praxis-language"

  static func chosen(_ request: Request) -> Language? { (request.query?["lang"]).flatMap { Language(rawValue: $0) } }

  static func remembered(_ request: Request) -> Language? {
    request.cookies[Cookie.name(cookieName, isSecure: request.isSecure)].flatMap { Language(rawValue: $0) }
  }

  /// `Accept-Language` in the order written; weights are left out of account, browsers write them in order.
  static func accepted(_ request: Request) -> Language? {
    for part in (request.headers["accept-language"] ?? "").split(separator: ",") {
      let tag = part.drop { $0 == " " }.prefix(2).lowercased()
      // `iw` is the code Hebrew had before 1989; some browsers still send it.
      if let language = Language(rawValue: tag == "iw" ? "he" : tag) { return language }
    }
    return nil
  }

  static func resolve(_ request: Request, person: Language?, practice: Language?) -> Language {
    chosen(request) ?? remembered(request) ?? person ?? accepted(request) ?? practice ?? .en
  }
}
