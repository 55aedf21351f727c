import Core
@_spi(Bootstrap) import Database
import Foundation
@testable import Messaging
import SQL
import TestSupport
import Testing

/// The pages where a practice sets what is sent, when, and in which words.
@Suite struct MessageSettingsTests {
  private struct Office {
    let clinic: Clinic
    let browser = TestBrowser()
    init(_ p: TestPractice, role: String = "owner") throws {
      clinic = try Clinic(p)
      try clinic.change { tx in
        try tx.execute("UPDATE identity_user SET role = \(role) WHERE practice_id = \(tx.scope) AND id = \(p.bob)")
      }
      try browser.signIn(p.bob, of: p)
    }
    func rules() throws -> [NoticeRule] { try clinic.practice.asOperator { try NoticeRules.all(in: $0.reader) } }
    func rule(_ rule: AppointmentRule) throws -> NoticeRule {
      try #require(try rules().first { $0.rule == rule })
    }
  }
  private func withOffice(role: String = "owner", _ body: (Office) throws -> Void) throws {
    try withPractice { try body(Office($0, role: role)) }
  }
  private let path = "/settings/messages"

  @Test func theListSaysWhatIsSentAndWhen() throws {
    try withOffice { office in
      let page = office.browser.get(path)
      for words in [
        "Confirmation at once", "Change 3 minutes after the last change", "Reminder, 2 days before",
        "Reminder, 2 hours before", "After the visit, 1 day after", "0 of 1 have one",
      ] { #expect(page.words.contains(words), "\(words) is missing in: \(page.words)") }
      #expect(office.browser.get(path + "?lang=he").words.contains("תזכורת, יומיים לפני"))
      #expect(office.browser.get(path + "?lang=de").words.contains("Erinnerung, 2 Stunden vorher"))
      #expect(office.browser.get("/settings").body.contains("href=\"/settings/messages\""))
    }
  }

  @Test func aReminderIsAddedSwitchedOnAndRemoved() throws {
    try withOffice { office in
      let added = office.browser.post(path, ["kind": "reminder", "amount": "7", "unit": "days"])
      let address = try #require(added.location)
      #expect(address.hasPrefix(path + "/reminder-"))
      let page = office.browser.get(address)
      #expect(page.words.contains("Reminder, 7 days before"))
      #expect(page.body.contains("\(address)/deletion"))
      let saved = office.browser.post(
        address, ["version": "1", "is-active": "1", "amount": "6", "unit": "days", "by-email": "1"])
      #expect(saved.location == path + "?saved=1")
      let rule = try #require(try office.rules().first { $0.rule.isOwn })
      #expect(rule.isActive && rule.minutes == 6 * 1440)
      let removed = office.browser.post(address + "/deletion", [:])
      #expect(removed.location == path + "?saved=1")
      #expect(try office.rules().count == AppointmentRule.standard.count)
      #expect(office.browser.get(address).status == 404)
      for action in ["message.rule.add", "message.rule.change", "message.rule.remove"] {
        #expect(try office.clinic.audit(action).count == 1, "\(action)")
      }
    }
  }

  @Test func whatCannotBeIsRefusedBesideTheField() throws {
    try withOffice { office in
      let cases = [
        (["kind": "reminder", "amount": "10", "unit": "minutes"], "at least 15 minutes"),
        (["kind": "reminder", "amount": "91", "unit": "days"], "At most 90 days."),
        (["kind": "reminder", "amount": "2", "unit": "days"], "one for this time already"),
        (["kind": "confirmation", "amount": "3", "unit": "days"], "Choose a reminder"),
        (["kind": "reminder", "amount": "x", "unit": "days"], "Error"),
        (["kind": "reminder", "amount": "99999999999999999", "unit": "days"], "Error"),
      ]
      for (fields, words) in cases {
        let answer = office.browser.post(path, fields)
        #expect(answer.status == 422 && answer.words.contains(words), "\(fields): \(answer.words)")
      }
      #expect(office.browser.post(path + "/confirmation/deletion", [:]).status == 409, "it comes with the product")
      #expect(office.browser.get(path + "/reminder-00").status == 404)
      #expect(office.browser.get(path + "/reminder-00112233aabb").status == 404)
    }
  }

  @Test func howManyAppointmentsAChangeReachesIsSaidBeforeItIsSaved() throws {
    try withOffice { office in
      let clinic = office.clinic
      for day in [1, 5, 9] { _ = try clinic.book(at: Instant.now.adding(days: day)) }
      let fields = ["version": "0", "amount": "4", "unit": "days", "is-active": "1", "by-email": "1"]
      let asked = office.browser.post(path + "/reminder48h", fields)
      #expect(asked.status == 200)
      #expect(asked.words.contains("This changes what 2 appointments to come get."), "tomorrow's is past 48 hours")
      #expect(asked.body.contains("name=\"confirmed\" value=\"yes\"") && asked.body.contains("value=\"4\""))
      #expect(try office.rule(.reminder48h).minutes == 2880, "nothing is saved yet")
      let saved = office.browser.post(path + "/reminder48h", fields.merging(["confirmed": "yes"]) { $1 })
      #expect(saved.location == path + "?saved=1")
      #expect(try office.rule(.reminder48h).minutes == 4 * 1440)
      // Somebody else saved meanwhile.
      let late = office.browser.post(path + "/reminder48h", fields)
      #expect(late.status == 409)
    }
  }

  @Test func aServiceCanBeLeftOut() throws {
    try withOffice { office in
      let service = office.clinic.service
      let saved = office.browser.post(
        path + "/followUp",
        ["version": "0", "amount": "1", "unit": "days", "by-email": "1", "service-\(service)": "on"])
      #expect(saved.location == path + "?saved=1")
      let rule = try office.rule(.followUp)
      #expect(!rule.isActive && rule.isOn(for: service))
      #expect(office.browser.get(path).words.contains("otherwise for some services"))
    }
  }

  private func text(_ office: Office, _ fields: [String: String]) -> TestResponse {
    office.browser.post(
      path + "/reminder2h/text",
      ["in": "de", "version": "0", "subject": "{{practice}}", "body": "Bis bald!"].merging(fields) { $1 })
  }

  @Test func ownWordsAreSavedShownAndPutBack() throws {
    try withOffice { office in
      let page = office.browser.get(path + "/reminder2h/text?in=de")
      #expect(page.body.contains("value=\"{{practice}}: Erinnerung an Ihren Termin, {{date}}, {{time}}\""))
      #expect(page.words.contains("Wir erinnern Sie") && page.words.contains("Dr. Mira Lang"))
      #expect(text(office, [:]).location == path + "/reminder2h/text?in=de&saved=1")
      let saved = office.browser.get(path + "/reminder2h/text?in=de")
      #expect(saved.words.contains("Bis bald!"))
      #expect(office.browser.get(path).words.contains("own words: DE"))
      #expect(text(office, ["version": "0", "body": "Anders"]).status == 409, "somebody saved meanwhile")
      #expect(text(office, ["version": "1", "body": "Anders"]).status == 303)
      let reset = office.browser.post(path + "/reminder2h/text/reset", ["in": "de"])
      #expect(reset.status == 303)
      #expect(office.browser.get(path + "/reminder2h/text?in=de").words.contains("Wir erinnern Sie"))
      let changes = try office.clinic.audit("message.text.change")
      let resets = try office.clinic.audit("message.text.reset")
      #expect(changes == ["reminder2h,de", "reminder2h,de"])
      #expect(resets == ["reminder2h,de"])
    }
  }

  @Test func aPreviewSavesNothing() throws {
    try withOffice { office in
      let preview = text(office, ["preview": "1", "body": "Hallo <b>{{date}}</b> {{publicService}}"])
      #expect(preview.status == 200)
      let after = preview.body.components(separatedBy: "id=\"preview\"").last ?? ""
      let shown = after.components(separatedBy: "</section>")[0]
      #expect(shown.contains("Hallo &lt;b&gt;") && !shown.contains("{{"))
      #expect(preview.words.contains("Termin"))
      #expect(!office.browser.get(path).words.contains("own words"))
    }
  }

  @Test func whatIsNotKnownOrClinicalIsRefusedBesideTheFieldWithTheListOfWhatIs() throws {
    try withOffice { office in
      let unknown = text(office, ["body": "Liebe {{patient}}"])
      #expect(unknown.status == 422)
      #expect(unknown.words.contains("There is no “patient”. There are: {{practice}}, {{date}}, {{time}}"))
      #expect(unknown.body.contains("id=\"body-error\"") && unknown.body.contains("Liebe {{patient}}"))
      for preview in [[:], ["preview": "1"]] {
        let clinical = text(office, ["subject": "{{service}} morgen"].merging(preview) { $1 })
        #expect(clinical.status == 422 && clinical.words.contains("“service” can tell of an illness"))
        #expect(clinical.body.contains("id=\"subject-error\""))
      }
      #expect(text(office, ["body": "{date}"]).words.contains("A brace opens nothing"))
      #expect(text(office, ["subject": ""]).status == 422)
      #expect(text(office, ["subject": String(repeating: "a", count: 151)]).status == 422)
      #expect(text(office, ["body": String(repeating: "ä", count: 1001)]).status == 422)
      #expect(text(office, ["body": String(repeating: "ä", count: 1000)]).status == 303)
      // A subject is one line, whatever was sent.
      #expect(text(office, ["version": "1", "subject": "a\r\nBcc: x@y.example"]).status == 303)
      let stored = try office.clinic.practice.asOperator {
        try NoticeTexts.find(.reminder2h, .email, .de, in: $0.reader)
      }
      #expect(stored?.subject.utf8.contains(0x0a) == false && stored?.subject.utf8.contains(0x0d) == false)
    }
  }

  @Test func aPublicNameIsGivenAndTakenAway() throws {
    try withOffice { office in
      let field = "name-\(office.clinic.service)"
      #expect(office.browser.get(path + "/names").words.contains(Clinic.serviceName))
      #expect(office.browser.post(path + "/names", [field: "First visit"]).status == 303)
      #expect(office.browser.get(path + "/names").body.contains("value=\"First visit\""))
      #expect(office.browser.get(path).words.contains("1 of 1 have one"))
      #expect(office.browser.post(path + "/names", [field: String(repeating: "x", count: 81)]).status == 422)
      #expect(office.browser.post(path + "/names", [field: ""]).status == 303)
      #expect(office.browser.get(path).words.contains("0 of 1 have one"))
      let changes = try office.clinic.audit("message.names.change")
      #expect(changes == ["rows=1", "rows=1"])
    }
  }

  @Test func whoMayReadTheSettingsChangesNothing() throws {
    try withOffice(role: "frontDesk") { office in
      let page = office.browser.get(path + "/reminder2h/text?in=en")
      #expect(page.status == 200 && !page.body.contains("name=\"preview\""))
      #expect(!office.browser.get(path + "/reminder2h").body.contains("btn-primary"))
      #expect(text(office, [:]).status == 403)
      #expect(office.browser.post(path, ["kind": "reminder", "amount": "3", "unit": "days"]).status == 403)
    }
    try withOffice(role: "practitioner") { office in #expect(office.browser.get(path).status == 403) }
  }
}
