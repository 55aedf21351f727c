@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Server

/// The foot of every page for patients: who, where, how to reach, and whom to call in an emergency.
@Suite struct PracticeContactTests {
  private func describe(_ p: TestPractice, phone: String, email: String, address: String) throws {
    try p.asOperator { db in
      try db.transaction(AuditEvent("test.contact", "practices_practice", nil)) { tx in
        try tx.execute(
          """
          UPDATE practices_practice SET name = 'Harbour <Lane>', phone = \(phone), email = \(email),
            address = \(address), emergency_line = '911'
          WHERE practice_id = \(tx.scope)
          """)
      }
    }
  }
  private func foot(_ page: TestResponse) -> String {
    page.body.components(separatedBy: "<footer").last?.components(separatedBy: "</footer>").first ?? ""
  }

  @Test(arguments: [
    ("en", "In an emergency call", "Phone:"), ("de", "Im Notfall wählen Sie", "Telefon:"),
    ("he", "במקרה חירום חייגו", "טלפון:"),
  ])
  func theBookingPageEndsWithThem(_ language: String, _ emergency: String, _ phone: String) throws {
    try withPractice { p in
      try describe(p, phone: "+1 212 555 0100", email: "desk@lane.example", address: "12 Example Quay\n<New> York")
      let foot = foot(TestBrowser().get("/\(p.slug)/book?lang=\(language)"))
      #expect(foot.contains("Harbour &lt;Lane&gt;"))
      #expect(foot.contains("<bdi>12 Example Quay</bdi>, <bdi>&lt;New&gt; York</bdi>"))
      #expect(foot.contains(phone) && foot.contains("<a href=\"tel:+12125550100\">"))
      #expect(foot.contains("<a href=\"mailto:desk@lane.example\">"))
      #expect(foot.contains(emergency) && foot.contains("<a href=\"tel:911\">"))
    }
  }

  @Test func whatThePracticeDoesNotSayIsLeftOut() throws {
    try withPractice { p in
      try describe(p, phone: "", email: "", address: "")
      let foot = foot(TestBrowser().get("/\(p.slug)/book"))
      #expect(!foot.contains("mailto:") && !foot.contains("Phone:") && !foot.contains("<bdi></bdi>"))
      #expect(foot.contains("tel:911"))
    }
  }

  @Test func patientsSignInSeesTheEmergencyLineAndStaffDoNot() throws {
    try withPractice { p in
      try describe(p, phone: "", email: "", address: "")
      #expect(foot(TestBrowser().get("/\(p.slug)/sign-in")).contains("tel:911"))
      #expect(!TestBrowser().get("/sign-in").body.contains("tel:"))
      let staff = TestBrowser()
      try staff.signIn(p.alice, of: p)
      #expect(!staff.get("/calendar").body.contains("tel:911"))
      #expect(!staff.get("/nothing-here").body.contains("tel:911"))
    }
  }

  @Test(arguments: [
    ("+49 (0)30 5550-100", "tel:+49305550100"), ("030 / 555 0100", "tel:0305550100"), ("112", "tel:112"),
    ("(02) 555 0100", "tel:025550100"),
  ])
  func numbersAreDialledWithoutTheirPunctuation(_ typed: String, _ dialled: String) {
    #expect(PracticeContact.dial(typed) == dialled)
  }

  @Test func anAddressCannotAddToItsLink() {
    #expect(PracticeContact.write("a?cc=b&c@x.example") == "mailto:a%3Fcc%3Db%26c@x.example")
  }
}
