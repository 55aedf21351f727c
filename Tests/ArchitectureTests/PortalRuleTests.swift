import Routing
import TestSupport
import Testing

/// A page of the portal cannot be added without deciding whether a mailbox alone opens it (docs/security.md, portal).
@Suite struct PortalRuleTests {
  /// Addresses that a session begun by mail may ask for, reviewed: nothing clinical and no document.
  private static let withAMailboxAlone: [String: String] = [
    "/portal": "times and prices of visits", "/portal/people": "names of those who can be reached",
    "/portal/sign-out": "ends the session",
    "/portal/feed": "makes and ends the address at which times of visits are read elsewhere, as /portal shows them",
    "/portal/feed/removal": "as the feed",
    "/portal/waitlist": "what one waits for, as /portal shows what is booked",
    "/portal/waitlist/{entry}/removal": "as the waitlist; leaving must be easy",
    "/portal/messages": "words of the rules' mails: times of visits, as /portal shows them",
    "/portal/messages/{message}": "as the list", "/portal/messages/{message}/reading": "as the list",
    "/portal/consents": "texts about data and care, and whether the patient agreed; withdrawing must be easy",
    "/portal/consents/withdrawal": "as the consents", "/portal/security": "which second factors there are",
    "/portal/authenticator": "the first factor is set up from the mailbox, another one after showing it",
    "/portal/authenticator/removal": "after showing it", "/portal/recovery-codes": "after showing a factor",
    "/portal/passkeys": "as the authenticator",
    "/portal/passkeys/new": "as the authenticator", "/portal/passkeys/{passkey}/removal": "after showing one",
    "/portal/passkey-challenge": "random bytes", "/portal/confirmation": "asks for the factor and leads on",
  ]

  @Test func everyPortalAddressAsksForASecondFactorOrIsReviewed() {
    let portal = ProductTests.routes.filter { $0.access == "portal" }
    for route in portal {
      let isReviewed = PortalRuleTests.withAMailboxAlone[route.pattern.description] != nil
      #expect(
        route.needsSecondFactor != isReviewed,
        "\(route.method) \(route.pattern) needs withSecondFactor, or a reviewed line in PortalRuleTests; not both")
    }
    let known = Set(portal.map(\.pattern.description))
    let stale = Set(PortalRuleTests.withAMailboxAlone.keys).subtracting(known).sorted()
    #expect(stale.isEmpty, "PortalRuleTests lists what is no address: \(stale)")
    #expect(portal.contains { $0.needsSecondFactor })
  }

  /// What changes a factor asks for the one there is.
  @Test func everyChangeOfAPortalFactorIsConfirmed() {
    let changes = ProductTests.routes.filter { route in
      let path = route.pattern.description
      return route.access == "portal" && (path.hasPrefix("/portal/authenticator") || path.hasPrefix("/portal/passkeys"))
    }
    #expect(changes.count >= 6)
    for route in changes { #expect(route.needsConfirmation, "\(route.method) \(route.pattern)") }
  }
}
