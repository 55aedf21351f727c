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
    .get("/team/{user}", .readTeam, "PersonHandlers.show", PersonHandlers.show),
    .get("/team/{user}/supervision", .readTeam, "SupervisionHandlers.edit", SupervisionHandlers.edit),
    .post(
      "/team/{user}/supervision", .changeTeam, "SupervisionHandlers.update", SupervisionHandlers.update
    ).confirmed,
    .post("/team/{user}/role", .changeTeam, "PersonHandlers.changeRole", PersonHandlers.changeRole).confirmed,
    .post("/team/{user}/deactivation", .changeTeam, "PersonHandlers.deactivate", PersonHandlers.deactivate).confirmed,
    .post("/team/{user}/activation", .changeTeam, "PersonHandlers.reactivate", PersonHandlers.reactivate).confirmed,
    .post("/team/{user}/sign-out", .changeTeam, "PersonHandlers.endSessions", PersonHandlers.endSessions),
    .post(
      "/team/{user}/factor-reset", .changeTeam, "PersonHandlers.resetFactors", PersonHandlers.resetFactors
    ).confirmed,
  ]

  static let pages: [any Page.Type] = [TeamPage.self, InvitationNewPage.self, PersonPage.self, SupervisionPage.self]
}
