import Templates
import Web

/// Ways to the newer and older parts of a list, and the place a page was asked for.
struct TrailLinks: TemplateModel {
  let newestHref: String?
  let newerHref: String?
  let olderHref: String?

  static let fields: [Field<TrailLinks>] = [
    .flag("isShown") { $0.newerHref != nil || $0.olderHref != nil },
    .optionalText("newestHref") { $0.newestHref },
    .optionalText("newerHref") { $0.newerHref },
    .optionalText("olderHref") { $0.olderHref },
  ]

  static let none = TrailLinks(newestHref: nil, newerHref: nil, olderHref: nil)
  static let example = TrailLinks(newestHref: "/audit", newerHref: "/audit?after=9", olderHref: "/audit?before=1")

  /// - Parameter kept: what else stands in the address.
  init(_ part: Trail.Part, path: String, kept: [(name: String, value: String)]) {
    func href(_ place: [(name: String, value: String)]) -> String {
      let query = URLComponent.query(kept + place)
      return query.isEmpty ? path : path + "?" + query
    }
    newestHref = part.hasNewer ? href([]) : nil
    newerHref = part.entries.first.flatMap { part.hasNewer ? href([("after", "\($0.seq)")]) : nil }
    olderHref = part.entries.last.flatMap { part.hasOlder ? href([("before", "\($0.seq)")]) : nil }
  }
  private init(newestHref: String?, newerHref: String?, olderHref: String?) {
    self.newestHref = newestHref
    self.newerHref = newerHref
    self.olderHref = olderHref
  }
}
