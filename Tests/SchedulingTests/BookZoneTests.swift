import Core
import Foundation
import TestSupport
import Testing

@testable import Scheduling

/// Times in the visitor's own zone: chosen on a page of its own, kept until the visit is booked.
@Suite struct BookZoneTests {
  private func options(_ page: TestResponse, _ heading: String) -> [String] {
    let section = page.body.components(separatedBy: "id=\"\(heading)\"").dropFirst().first ?? ""
    let markup = section.components(separatedBy: "</section>").first ?? ""
    return markup.matches(of: /(?:name="zone"|<option) value="([^"]+)"/).map { String($0.1) }
  }

  /// 09:00 to 17:00 in New York is the night in Tokyo: each time stands on the day it has there.
  @Test func daysAreThoseOfTheReadersZone() throws {
    let walk = BookingWalk(clinic: try Clinic(zone: "America/New_York"))
    let (own, tokyo) = (try Zone(name: "America/New_York"), try Zone(name: "Asia/Tokyo"))
    let date = tokyo.local(walk.browser.now).date.adding(days: 14)
    let target = walk.base + "?service=\(walk.clinic.talk)&zone=Asia%2FTokyo&date=\(date)"
    let page = walk.browser.get(target)
    let starts = page.values(after: "name=\"start\" value=\"").compactMap { InstantText.decode($0) }
    #expect(starts.count == 15)
    #expect(starts.allSatisfy { tokyo.local($0).date == date }, "\(starts.map { tokyo.local($0) })")
    #expect(
      starts.contains { own.local($0).date == date.adding(days: -1) }, "what is yesterday in New York is here too")
    #expect(page.words.contains("Tokyo time (GMT+9)"))
    // Every label says the same day as the heading above it.
    let heading = try #require(page.body.matches(of: /<h3>([^<]+)<\/h3>/).first.map { String($0.1) })
    let labels = page.values(after: "aria-label=\"").filter {
      $0.contains(", ") && $0.contains(":") && $0.first?.isLetter == true
    }
    #expect(labels.filter { $0.hasPrefix(heading + ", ") }.count == 15)
    // They are the practice's own instants, none left out.
    let plain = [-1, 0].flatMap { walk.times(walk.clinic.talk, on: date.adding(days: $0).description) }
    #expect(plain.compactMap { InstantText.decode($0) }.filter { tokyo.local($0).date == date } == starts)
  }

  /// A day of the reader's can hold the end of one day of the practice's and the beginning of the next.
  @Test(arguments: ["Europe/London", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu"])
  func everyTimeIsOfferedOnceInAnyZone(_ name: String) throws {
    let walk = BookingWalk(clinic: try Clinic(zone: "Pacific/Auckland", opens: 0, closes: 24 * 60))
    let zone = try Zone(name: name)
    let first = zone.local(walk.browser.now).date.adding(days: 14)
    func times(_ days: ClosedRange<Int>, _ query: String) -> [String] {
      days.flatMap { walk.times(walk.clinic.talk, on: first.adding(days: $0).description + query) }
    }
    let here = times(0...3, "&zone=" + TestBrowserText.encode(name))
    let there = times(-2...5, "")
    #expect(Set(here).count == here.count && here.count > 150)
    #expect(here == here.sorted() && Set(here).isSubset(of: there))
    let span = (zone.startOfDay(first), zone.startOfDay(first.adding(days: 4)))
    #expect(there.filter { start in InstantText.decode(start).map { span.0 <= $0 && $0 < span.1 } ?? false } == here)
  }

  @Test func theBookingPageLeadsToTheChoiceAndKeepsWhatWasChosen() throws {
    let walk = BookingWalk(clinic: try Clinic())
    let (clinic, day) = (walk.clinic, try walk.day())
    let page = walk.browser.get(walk.base + "?service=\(clinic.talk)&with=\(clinic.mira)&date=\(day)")
    let href = try #require(page.values(after: "href=\"").first { $0.contains("/book/zone?") }).replacing(
      "&amp;", with: "&")
    let choice = walk.browser.get(href)
    #expect(choice.status == 200)
    #expect(choice.words.contains("Times are shown in Berlin time (GMT+"))
    #expect(choice.body.contains("<form method=\"get\" action=\"/\(clinic.slug)/book#when\">"))
    for (name, value) in [("service", "\(clinic.talk)"), ("with", "\(clinic.mira)"), ("date", day)] {
      #expect(choice.body.contains("<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">"), "\(name)")
    }
    // What the browser sends when "New York" is pressed.
    let chosen = walk.browser.get(
      walk.base + "?service=\(clinic.talk)&with=\(clinic.mira)&date=\(day)&zone=America%2FNew_York")
    #expect(chosen.words.contains("New York time (GMT"))
    #expect(chosen.body.contains("aria-label=\"") && chosen.words.contains("03:00"), "09:00 in Berlin")
    #expect(chosen.body.contains("data-own-zone=\"America/New_York\" hidden"))
  }

  @Test func commonZonesComeFirstTheirOwnBeforeAll() throws {
    let walk = BookingWalk(clinic: try Clinic(zone: "Australia/Lord_Howe"))
    let page = walk.browser.get(walk.base + "/zone?zone=Europe%2FBerlin")
    let common = options(page, "common")
    #expect(common.first == "Australia/Lord_Howe")
    #expect(Set(common).isSuperset(of: ["America/New_York", "Asia/Jerusalem", "Europe/Berlin", "Asia/Tokyo"]))
    #expect(Set(common).count == common.count)
    let west = try #require(common.firstIndex(of: "America/Los_Angeles"))
    let east = try #require(common.firstIndex(of: "Asia/Tokyo"))
    #expect(west < east)
    #expect(page.body.contains("name=\"zone\" value=\"Europe/Berlin\" aria-current=\"true\""))
    #expect(page.body.components(separatedBy: "aria-current=\"true\"").count == 3, "the zone and the language")
  }

  @Test func everyZoneOfTheSystemIsWithinReach() throws {
    let walk = BookingWalk(clinic: try Clinic())
    let regions = Set(
      walk.browser.get(walk.base + "/zone?service=\(walk.clinic.talk)").values(after: "region=").map {
        String($0.prefix { $0 != "#" })
      })
    #expect(regions == Set(ZoneNames.regions))
    let all = regions.flatMap { region in
      options(walk.browser.get(walk.base + "/zone?region=\(region)"), "region")
    }
    #expect(all.count > 300)
    #expect(Set(all) == Set(ZoneNames.all) && Set(all).count == all.count)
    #expect(options(walk.browser.get(walk.base + "/zone?region=Atlantis"), "region").isEmpty)
    #expect(walk.browser.get(walk.base + "/zone?region=America").words.contains("Center, North Dakota, GMT"))
  }

  @Test(arguments: [
    ("en", "kolk", "Asia/Kolkata"), ("en", "new york", "America/New_York"), ("de", "Zürich", "Europe/Zurich"),
    ("de", "kiew", "Europe/Kyiv"), ("de", "zurich", "Europe/Zurich"), ("he", "ירושלים", "Asia/Jerusalem"),
    ("he", "tokyo", "Asia/Tokyo"), ("en", "utc", "UTC"),
  ])
  func aCityIsFoundInTheReadersWordsAndInEnglish(_ language: String, _ typed: String, _ zone: String) throws {
    let walk = BookingWalk(clinic: try Clinic())
    let page = walk.browser.get(walk.base + "/zone?lang=\(language)&q=" + TestBrowserText.encode(typed))
    #expect(options(page, "found").first == zone)
  }

  @Test func whatCannotBeFoundIsSaidAndNothingIsTrusted() throws {
    let walk = BookingWalk(clinic: try Clinic())
    let page = walk.browser.get(walk.base + "/zone?q=%3Cscript%3E&service=x&date=9999-99-99&zone=%2Fetc%2Fpasswd")
    #expect(page.status == 200)
    #expect(page.words.contains("No time zone has a city like this"))
    #expect(page.body.contains("value=\"&lt;script&gt;\""))
    #expect(page.words.contains("Times are shown in Berlin time"))
    #expect(walk.browser.get(walk.base + "/zone?q=a").words.contains("More fit than these"))
    #expect(walk.browser.post(walk.base + "/zone", [:]).status == 405)
    #expect(walk.browser.get("/nobody-here/book/zone").status == 404)
  }

  @Test func theZoneGoesAlongUntilTheVisitIsBooked() throws {
    let walk = BookingWalk(clinic: try Clinic())
    let times = walk.times(walk.clinic.talk, on: try walk.day())
    let fields = ["service": "\(walk.clinic.talk)", "start": times[0], "zone": "America/New_York"]
    let hold = try #require(walk.browser.post(walk.base + "/holds", fields).location)
    let details = walk.browser.get(hold)
    #expect(details.words.contains("New York time"))
    #expect(details.body.contains("<input type=\"hidden\" name=\"zone\" value=\"America/New_York\">"))
    let typed = BookingWalk.details.merging(["zone": "America/New_York"]) { $1 }
    let path = String(hold.prefix { $0 != "?" })
    let wrong = walk.browser.post(path + "/review", typed.merging(["given": ""]) { $1 })
    #expect(wrong.status == 422 && wrong.words.contains("New York time"))
    let review = walk.browser.post(path + "/review", typed)
    #expect(review.status == 200 && review.words.contains("New York time") && review.words.contains("03:00–03:50"))
    let booked = walk.browser.post(path + "/confirmation", typed)
    let visit = walk.browser.get(try #require(booked.location))
    #expect(visit.words.contains("You are booked") && visit.words.contains("New York time"))
    #expect(visit.words.contains("03:00–03:50"))
    // The link itself, as it stands in mails, speaks of the practice's clock.
    let plain = walk.browser.get(String(try #require(booked.location).prefix { $0 != "?" }))
    #expect(plain.words.contains("Berlin time") && plain.words.contains("09:00–09:50"))
  }

  @Test(arguments: [("de", "Zeitzone wählen", "Häufige Zeitzonen"), ("he", "בחירת אזור זמן", "אזורי זמן נפוצים")])
  func thePageSpeaksEveryLanguage(_ language: String, _ title: String, _ common: String) throws {
    let page = BookingWalk(clinic: try Clinic()).browser.get("/\(try Clinic().slug)/book/zone?lang=\(language)")
    #expect(page.words.contains(title) && page.words.contains(common))
    #expect(page.body.contains("dir=\"\(language == "he" ? "rtl" : "ltr")\""))
  }
}

/// A value for an address.
enum TestBrowserText {
  static func encode(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
  }
}
