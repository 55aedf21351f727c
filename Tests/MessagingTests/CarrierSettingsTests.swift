import Core
@_spi(Bootstrap) import Database
@testable import Messaging
import SQL
import TestSupport
import Testing

/// The account with the carrier, and what the pages say while there is none.
@Suite struct CarrierSettingsTests {
  private struct Office {
    let clinic: Clinic
    let browser = TestBrowser()
    init(_ p: TestPractice, role: String) throws {
      clinic = try Clinic(p)
      try clinic.change { tx in
        try tx.execute("UPDATE identity_user SET role = \(role) WHERE practice_id = \(tx.scope) AND id = \(p.bob)")
      }
      try browser.signIn(p.bob, of: p)
    }
    func carrier() throws -> Carrier? { try clinic.practice.asOperator { try Carriers.find(in: $0.reader) } }
  }
  private func withOffice(role: String = "owner", _ body: (Office) throws -> Void) throws {
    try withPractice { try body(Office($0, role: role)) }
  }
  private let path = "/settings/messages/carrier"
  private let fields = [
    "version": "0", "carrier-on": "1", "carrier-account": Clinic.account, "token": "s3cret/Token=",
    "sms-sender": "+49 157 99999999",
    "country-code": "49",
  ]

  @Test func untilThereIsAnAccountThePagesSayThatSMSIsOff() throws {
    try withOffice { office in
      for page in [path, "/settings/messages", "/settings/messages/reminder2h"] {
        let words = office.browser.get(page).words
        #expect(words.contains("SMS is off: no account is set up"), "\(page): \(words)")
      }
      #expect(office.browser.post(path, fields).location == path + "?saved=1")
      for page in [path, "/settings/messages", "/settings/messages/reminder2h"] {
        #expect(!office.browser.get(page).words.contains("SMS is off"), "\(page)")
      }
      #expect(
        office.browser.get(path).words.contains(
          "https://praxis.example/hooks/carrier/\(office.clinic.practice.slug)/replies"))
    }
  }

  @Test func theTokenIsSealedAndNeverShown() throws {
    try withOffice { office in
      #expect(office.browser.post(path, fields).status == 303)
      let page = office.browser.get(path)
      #expect(!page.body.contains("s3cret") && page.words.contains("One is kept"))
      let carrier = try #require(try office.carrier())
      let token = try office.clinic.practice.asOperator { try Carriers.token(of: carrier, in: $0.reader) }
      #expect(token == "s3cret/Token=" && carrier.smsSender == "+4915799999999" && carrier.carries(.sms))
      let stored = try office.clinic.practice.asOperator { db in
        try db.reader.first("SELECT sealed_token FROM messaging_carrier WHERE practice_id = \(db.scope)") {
          try $0.bytes(0)
        }
      }
      #expect(String(decoding: stored ?? [], as: UTF8.self).contains("s3cret") == false)
      // Left empty it is kept; for another account it is not.
      let off = fields.merging(["version": "1", "token": "", "carrier-on": ""]) { $1 }
      #expect(office.browser.post(path, off).status == 303)
      #expect(try office.carrier()?.hasToken == true && office.carrier()?.carries(.sms) == false)
      let other = fields.merging([
        "version": "2", "token": "", "carrier-account": "AC" + String(repeating: "f", count: 32),
      ]) {
        $1
      }
      let refused = office.browser.post(path, other)
      #expect(refused.status == 422 && refused.body.contains("id=\"token-error\""))
      #expect(try office.clinic.audit("message.carrier.change").count == 2)
      #expect(try office.clinic.audit("message.carrier.change").joined().contains("s3cret") == false)
    }
  }

  @Test func whatCannotBeIsRefusedBesideTheField() throws {
    try withOffice { office in
      let cases = [
        ("carrier-account", "AC123"), ("carrier-account", ""), ("token", "with space"), ("token", ""),
        ("sms-sender", "0157 999"),
        ("sms-sender", ""), ("country-code", "DE"), ("country-code", "049"),
      ]
      for (field, value) in cases {
        let answer = office.browser.post(path, fields.merging([field: value]) { $1 })
        #expect(answer.status == 422 && answer.body.contains("id=\"\(field)-error\""), "\(field) \(value)")
        #expect(!answer.body.contains("s3cret"))
      }
      let nothing = try office.carrier()
      #expect(nothing == nil)
      #expect(office.browser.post(path, fields).status == 303)
      #expect(office.browser.post(path, fields).status == 409, "somebody saved meanwhile")
    }
    try withOffice(role: "frontDesk") { office in
      #expect(office.browser.get(path).status == 403 && office.browser.post(path, fields).status == 403)
    }
  }

  @Test func aRuleIsSentByTheChannelsThatAreChosen() throws {
    try withOffice { office in
      let address = "/settings/messages/reminder2h"
      let none = office.browser.post(address, ["version": "0", "amount": "2", "unit": "hours", "is-active": "1"])
      #expect(none.status == 422 && none.words.contains("Choose at least one way to send it."))
      let both = ["version": "0", "amount": "2", "unit": "hours", "is-active": "1", "by-email": "1", "by-sms": "1"]
      #expect(office.browser.post(address, both).status == 303)
      let rule = try office.clinic.practice.asOperator { try NoticeRules.find(.reminder2h, in: $0.reader) }
      #expect(rule?.channels == [.email, .sms])
      #expect(office.browser.get("/settings/messages").words.contains("email, SMS"))
      #expect(office.browser.get(address).body.contains("text?in=de&amp;by=sms"))
    }
  }

  @Test func thePreviewOfATextCountsWhatIsPaidFor() throws {
    try withOffice { office in
      let address = "/settings/messages/reminder2h/text"
      let page = office.browser.get(address + "?in=en&by=sms")
      #expect(page.words.contains("Reply STOP to end these texts.") && page.words.contains("texts are paid for."))
      #expect(!page.body.contains("id=\"subject\"") && page.body.contains("name=\"by\" value=\"sms\""))
      func preview(_ body: String, _ language: String = "en") -> TestResponse {
        office.browser.post(address, ["in": language, "by": "sms", "version": "0", "body": body, "preview": "1"])
      }
      #expect(preview("See you at {{time}}").words.contains("1 text is paid for."))
      #expect(preview("See you at {{time}} 😀").words.contains("beyond the short alphabet"))
      #expect(preview("{{service}}").status == 422)
      #expect(preview(String(repeating: "x", count: 321)).status == 422)
      let saved = office.browser.post(
        address, ["in": "en", "by": "sms", "version": "0", "body": "See you at {{time}}"])
      #expect(saved.location == address + "?in=en&by=sms&saved=1")
      let stored = try office.clinic.practice.asOperator { db in
        (
          try NoticeTexts.find(.reminder2h, .sms, .en, in: db.reader)?.body,
          try NoticeTexts.find(.reminder2h, .email, .en, in: db.reader)?.body
        )
      }
      #expect(stored.0 == "See you at {{time}}" && stored.1 == nil)
      #expect(try office.clinic.audit("message.text.change") == ["reminder2h,en,sms"])
    }
  }
}
