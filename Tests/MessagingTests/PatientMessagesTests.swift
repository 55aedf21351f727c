import Core
@_spi(Bootstrap) import Database
@testable import Messaging
import SQL
import TestSupport
import Testing

/// What a patient does not want, as staff see and change it; and the practice's quiet hours.
@Suite struct PatientMessagesTests {
  private struct Office {
    let clinic: Clinic
    let browser = TestBrowser()
    var path: String { "/patients/\(clinic.patient)/messages" }
    init(_ p: TestPractice, role: String) throws {
      clinic = try Clinic(p)
      try clinic.change { tx in
        try tx.execute("UPDATE identity_user SET role = \(role) WHERE practice_id = \(tx.scope) AND id = \(p.bob)")
      }
      try browser.signIn(p.bob, of: p)
    }
    func wish() throws -> Preference {
      try clinic.practice.asOperator { try Preferences.find(clinic.patient, in: $0.reader) }
    }
  }
  private func withOffice(role: String = "frontDesk", _ body: (Office) throws -> Void) throws {
    try withPractice { try body(Office($0, role: role)) }
  }

  @Test func aChannelIsTakenAwayAndGivenBack() throws {
    try withOffice { office in
      let page = office.browser.get(office.path)
      #expect(page.words.contains("Patricia Hidden") && page.body.contains("name=\"use-email\" value=\"1\" checked"))
      #expect(
        office.browser.post(office.path, ["version": "0", "zone": "", "use-sms": "1"]).location == office.path
          + "?saved=1")
      #expect(try office.wish().refusals[.email]?.source == .staff)
      let off = office.browser.get(office.path)
      #expect(!off.body.contains("name=\"use-email\" value=\"1\" checked") && off.words.contains("Not wanted since"))
      #expect(office.browser.get(office.path + "?lang=de").words.contains("Nicht erwünscht seit"))
      let stale = office.browser.post(office.path, ["version": "0", "zone": "", "use-email": "1", "use-sms": "1"])
      #expect(
        stale.status == 409 && stale.body.contains("banner badge-warn") && stale.body.contains("name=\"use-email\""))
      let back = office.browser.post(
        office.path, ["version": "1", "zone": "Asia/Jerusalem", "use-email": "1", "use-sms": "1"])
      #expect(back.status == 303)
      let wish = try office.wish()
      #expect(wish.refusals.isEmpty && wish.zone == "Asia/Jerusalem" && wish.version == 2)
      #expect(try office.clinic.audit("message.channel.change") == ["use-email", "use-email,zone"])
      // Nothing new is nothing written.
      #expect(
        office.browser.post(office.path, ["version": "2", "zone": "Asia/Jerusalem", "use-email": "1", "use-sms": "1"])
          .status == 303)
      #expect(try office.wish().version == 2)
    }
  }

  @Test func aZoneThatThereIsNotIsRefusedBesideTheField() throws {
    try withOffice { office in
      let answer = office.browser.post(office.path, ["version": "0", "zone": "Europe/Atlantis", "use-email": "1"])
      #expect(answer.status == 422 && answer.body.contains("id=\"zone-error\""))
      let wish = try office.wish()
      #expect(wish.version == 0)
    }
  }

  @Test func whoMayNotChangePatientsSeesAndChangesNothing() throws {
    try withOffice(role: "biller") { office in
      let page = office.browser.get(office.path)
      #expect(page.status == 403 || !page.body.contains("btn-primary"))
      #expect(office.browser.post(office.path, ["version": "0", "zone": ""]).status == 403)
      let wish = try office.wish()
      #expect(wish.version == 0)
    }
    try withOffice { office in
      #expect(office.browser.get("/patients/\(PatientID.make())/messages").status == 404)
      #expect(office.browser.get("/patients/\(office.clinic.patient)/privacy").body.contains("href=\"\(office.path)\""))
    }
  }

  @Test func quietHoursAreSetAndSaidOnTheList() throws {
    try withOffice(role: "owner") { office in
      let path = "/settings/messages/quiet"
      #expect(office.browser.get("/settings/messages").words.contains("none: messages go out at any hour"))
      let set = ["version": "1", "quiet": "1", "quiet-from": "21:30", "quiet-to": "07:15"]
      #expect(office.browser.post(path, set).location == path + "?saved=1")
      #expect(office.browser.get("/settings/messages").words.contains("21:30 to 07:15, by the patient’s clock"))
      #expect(office.browser.get(path).body.contains("value=\"21:30\""))
      #expect(office.browser.post(path, set).status == 409, "somebody saved meanwhile")
      for (field, value) in [("quiet-from", "25:00"), ("quiet-to", ""), ("quiet-to", "24:00"), ("quiet-to", "21:30")] {
        let answer = office.browser.post(path, set.merging(["version": "2", field: value]) { $1 })
        #expect(answer.status == 422 && answer.body.contains("-error\""), "\(field) \(value)")
      }
      #expect(try office.clinic.audit("message.quiet.change") == ["quiet,quiet-from,quiet-to"])
      let jobs = try office.clinic.practice.asOperator { db in
        try db.reader.rows(
          "SELECT payload FROM jobs_job WHERE practice_id = \(db.scope) AND kind = 'messages.replan' ORDER BY payload"
        ) { try $0.text(0) }
      }
      #expect(jobs == ["followUp", "reminder2h", "reminder48h"])
    }
    try withOffice { office in
      #expect(office.browser.get("/settings/messages/quiet").status == 200)
      #expect(office.browser.post("/settings/messages/quiet", ["version": "1"]).status == 403)
    }
  }

  @Test func aPracticeThatHasSaidNothingKeepsTheUsualHours() throws {
    try withPractice { p in
      let stored = try p.asOperator { try QuietSettings.find(in: $0.reader) }
      #expect(stored.hours == QuietHours(isOn: true, from: 1260, to: 480) && stored.version == 0)
    }
  }
}
