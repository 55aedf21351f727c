import Core
import Crypto
import Database
import Messaging
import Routing
import Templates
import Web

/// Puts together what the layout shows around a page.
enum ShellMaker {
  /// A member of staff at work, for checks that render every page.
  static let example = Shell(
    language: .en, practiceName: "Harbour Lane Practice", slug: "harbor", practiceVersion: 1,
    homeHref: "/today", csrf: "c", theme: "dark", person: Shell.Person(name: "Mira Specimen", role: "Owner"),
    bell: Bell(figure: "3", words: "What is new: 3", isCurrent: false),
    nav: [NavigationItem(href: "/calendar", label: "Calendar", icon: "calendar", isCurrent: true)],
    languages: [LanguageLink(language: .en, href: "/calendar?lang=en", isCurrent: true)], contact: .example,
    isMailOff: true, assetVersion: "0", flash: "Saved", requestID: "0123456789abcdef")

  static func shell(_ visit: Visit, _ site: Site) -> Shell {
    let language = visit.language
    let text = site.catalogs.localizer(for: language)
    let slug = visit.practice?.slug ?? ""
    let isStaff = visit.role != nil && visit.role != .patient
    return Shell(
      language: language, practiceName: visit.practice?.name ?? "Praxis", slug: slug,
      practiceVersion: visit.practice?.version ?? 0,
      homeHref: isStaff ? "/today" : slug.isEmpty ? "/" : "/\(slug)/book",
      csrf: visit.csrf ?? "", theme: visit.session.map { $0.theme == "system" ? "" : $0.theme } ?? "",
      person: isStaff
        ? visit.session.map { Shell.Person(name: $0.userName, role: text.text("role.\(visit.role?.rawValue ?? "")")) }
        : nil,
      bell: visit.news.map { bell($0, visit, text) },
      nav: isStaff ? staffNavigation(visit, text) : siteNavigation(slug, visit, text),
      languages: Language.allCases.map {
        LanguageLink(language: $0, href: href(in: $0, visit.request), isCurrent: $0 == language)
      },
      contact: visit.practice.map { PracticeContact($0) }, isMailOff: !site.sendsMail, assetVersion: site.assetVersion,
      flash: nil,
      requestID: visit.request.requestID)
  }

  private static func bell(_ news: NewsCount, _ visit: Visit, _ text: Localizer) -> Bell {
    let (figure, words) = bellWords(news, text)
    return Bell(figure: figure, words: words, isCurrent: isBelow("/news", visit.request))
  }

  private static func bellWords(_ news: NewsCount, _ text: Localizer) -> (figure: String?, words: String) {
    if news.count > News.most { return ("\(News.most)+", text.text("nav.news.more", ["count": "\(News.most)"])) }
    switch (news.count, news.mayBeMore) {
    case (0, false): return (nil, text.text("nav.news.none"))
    case (0, true): return ("?", text.text("nav.news.perhaps"))
    case (let count, true): return ("\(count)+", text.text("nav.news.atLeast", ["count": "\(count)"]))
    case (let count, false): return ("\(count)", text.text("nav.news", count: count))
    }
  }

  private static func staffNavigation(_ visit: Visit, _ text: Localizer) -> [NavigationItem] {
    let items: [(Permission, String, String, String)] = [
      (.readSchedule, "/today", "nav.today", "home"),
      (.readSchedule, "/calendar", "nav.calendar", "calendar"),
      (.readPatients, "/patients", "nav.patients", "users"),
      (.readMessages, "/messages", "nav.messages", "mail"),
      (.readTeam, "/team", "nav.team", "user"),
      (.readSettings, "/settings", "nav.settings", "settings"),
      (.readAudit, "/audit", "nav.audit", "shield"),
    ]
    return items.filter { item in visit.role.map { item.0.isHeld(by: $0) } ?? false }.map { _, href, key, icon in
      NavigationItem(href: href, label: text.text(key), icon: icon, isCurrent: isBelow(href, visit.request))
    }
  }

  private static func siteNavigation(_ slug: String, _ visit: Visit, _ text: Localizer) -> [NavigationItem] {
    guard !slug.isEmpty else { return [] }
    return [
      NavigationItem(
        href: "/\(slug)/book", label: text.text("nav.book"), icon: "calendar",
        isCurrent: isBelow("/\(slug)/book", visit.request))
    ]
  }

  private static func isBelow(_ href: String, _ request: Request) -> Bool {
    let wanted = href.split(separator: "/").map(String.init)
    return (request.path ?? []).prefix(wanted.count).elementsEqual(wanted)
  }

  /// The same page in another language. Fields of a POST are not part of an address, so those pages link to themselves.
  private static func href(in language: Language, _ request: Request) -> String {
    let kept = (request.query ?? Form()).pairs.filter { $0.name != "lang" } + [("lang", language.rawValue)]
    let path = (request.path ?? []).map { URLComponent($0).encoded }.joined(separator: "/")
    return "/" + path + "?" + URLComponent.query(kept)
  }
}
