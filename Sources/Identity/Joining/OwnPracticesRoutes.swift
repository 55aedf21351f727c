import Routing
import Templates

/// One person, several practices.
enum OwnPracticesRoutes {
  static let all: [Route] = [
    .get("/account/practices", .useAccount, "OwnPractices.show", OwnPractices.show),
    .post("/account/practices", .useAccount, "OwnPractices.join", OwnPractices.join).confirmed,
    .post("/account/practices/separation", .useAccount, "OwnPractices.separate", OwnPractices.separate),
    .post("/account/practices/entry", .useAccount, "OwnPractices.goOver", OwnPractices.goOver),
  ]
  static let pages: [any Page.Type] = [OwnPracticesPage.self]
}
