import Core
import Crypto
import Database
import Routing
import SQL
import Web

/// A session whose holder has just shown more goes on under a new token: what it may do has grown.
enum SessionRenewal {
  static func renew(
    _ session: SessionInfo, _ kind: SessionKind, adding proof: Proof, now: Instant, in tx: borrowing TenantTransaction
  ) throws -> Cookie {
    let token = Token.make()
    try tx.execute(
      """
      UPDATE identity_session SET token_hash = \(token.hash), confirmed_at = \(now), seen_at = \(now),
        wrong_proofs = 0, proofs = \(Proof.text(of: session.proofs.union([proof])))
      WHERE practice_id = \(tx.scope) AND id = \(session.id)
      """)
    return SessionCookie.make(kind, token)
  }
}

extension SessionCookie {
  /// Strict for staff: no other site can even open a page as them. Patients come from links in their mail.
  static func make(_ kind: SessionKind, _ token: Token) -> Cookie {
    Cookie(name(kind), token.text, sameSite: kind == .staff ? .strict : .lax)
  }
}
