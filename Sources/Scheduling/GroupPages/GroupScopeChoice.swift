import Core
import Crypto
import Routing
import Templates
import Web

/// Whether those of its series that follow are changed or called off as well. Nothing is asked where none follows.
struct GroupScopeChoice: TemplateModel {
  /// How many, in words.
  let following: String
  let isFollowing: Bool
  let seen: String

  static let fields: [Field<GroupScopeChoice>] = [
    .text("following") { $0.following },
    .flag("isFollowing") { $0.isFollowing },
    .text("seen") { $0.seen },
  ]
  static let example = GroupScopeChoice(following: "This session and 3 that follow", isFollowing: false, seen: "00")

  init(following: String, isFollowing: Bool, seen: String) {
    (self.following, self.isFollowing, self.seen) = (following, isFollowing, seen)
  }

  /// - Parameters:
  ///   - form: what was sent, when the form comes back.
  ///   - isAnew: it says that things have changed: what is seen is what is there now. Otherwise it stays what was seen first,
  ///     or putting a field right would pass over what somebody else changed meanwhile.
  init?(_ group: GroupSession, _ following: [GroupSession], _ form: Form?, isAnew: Bool, _ text: Localizer) {
    guard !following.isEmpty else { return nil }
    self.init(
      following: text.text("calendar.group.scope.following", count: following.count),
      isFollowing: form?["scope"] == "following",
      seen: (isAnew ? nil : form?["seen"]) ?? GroupSeries.mark([group] + following))
  }
}

extension GroupsShown {
  init(_ form: Form) throws {
    guard let version = form["version"].flatMap({ Int($0) }) else { throw Refusal.badRequest }
    self.init(version: version, isFollowing: form["scope"] == "following", seen: form["seen"] ?? "")
  }
}
