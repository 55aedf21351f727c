import Database
import Routing

enum StaffSignOut {
  @Sendable static func end(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    try Sessions.end(call, .staff, patient: nil, to: "/sign-in", in: db)
  }
}
