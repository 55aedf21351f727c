import Routing
import Templates

/// Managing the members of staff.
enum TeamRoutes {
  static let all: [Route] = [
    .get("/team", .readTeam, "TeamHandlers.list", TeamHandlers.list),
    .get("/team/invitations/new", .changeTeam, "InvitationHandlers.new", InvitationHandlers.new),
    .post("/team/invitations/new", .changeTeam, "InvitationHandlers.create", InvitationHandlers.create).confirmed,
    .post(
      "/team/invitations/{invitation}/renewal", .changeTeam, "InvitationHandlers.renew", InvitationHandlers.renew
    ).confirmed,
    .post(
      "/team/invitations/{invitation}/withdrawal", .changeTeam, "InvitationHandlers.withdraw",
      InvitationHandlers.withdraw),
  ]

  static let pages: [any Page.Type] = [TeamPage.self, InvitationNewPage.self]
}
