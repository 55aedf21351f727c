import Core
import Database
import Routing
import Web

/// `/session/confirmation`: where a page that was asked for goes on after the factor. The gate asks for it.
enum SessionConfirmation {
  /// Reached by reload or by hand: there is nothing to confirm for.
  @Sendable static func form(_ call: Call, _ db: borrowing TenantReader) throws -> Reply { .redirect("/") }

  @Sendable static func done(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    .redirect(Address.own(call.form["next"] ?? "/") ?? "/")
  }

  @Sendable static func portalForm(_ call: Call, _ patient: PatientID, _ db: borrowing TenantReader) throws -> Reply {
    .redirect("/portal")
  }

  @Sendable static func portalDone(
    _ call: Call, _ patient: PatientID, _ db: borrowing TenantConnection
  ) throws -> Reply {
    .redirect(Address.own(call.form["next"] ?? "") ?? "/portal")
  }
}
