import Core
@testable import Server
import TestSupport
import Testing

@Suite struct CommandTests {
  @Test(arguments: [
    "GRANT USAGE ON *.* TO `praxis_app`@`localhost` IDENTIFIED BY PASSWORD '*00'",
    "GRANT SELECT, INSERT ON `praxis`.`audit_event` TO `praxis_app`@`localhost`",
    "GRANT EXECUTE ON FUNCTION `praxis_store`.`current_practice` TO `praxis_app`@`localhost`",
  ])
  func aGrantThatIsAsItShouldBe(_ grant: String) { #expect(GrantCheck.problem(grant) == nil) }

  @Test(arguments: [
    ("GRANT ALL PRIVILEGES ON *.* TO `praxis_app`@`localhost`", "on the whole server"),
    ("GRANT SELECT ON `praxis_store`.`identity_user` TO `praxis_app`@`localhost`", "must reach views only"),
    ("GRANT SELECT ON `praxis_store`.* TO `praxis_app`@`localhost`", "must reach views only"),
    ("GRANT EXECUTE ON FUNCTION `praxis_store`.`other` TO `praxis_app`@`localhost`", "must reach views only"),
    ("GRANT SELECT ON `praxis`.* TO `praxis_app`@`localhost`", "the whole of praxis"),
    ("GRANT SELECT ON `mysql`.`user` TO `praxis_app`@`localhost`", "none of its business"),
    ("GRANT SELECT ON `praxis`.`a` TO `praxis_app`@`localhost` WITH GRANT OPTION", "pass on its rights"),
    ("something IDENTIFIED BY PASSWORD 'secret'", "cannot be read"),
  ])
  func aGrantThatIsTooWideIsNamedWithoutItsPassword(_ grant: String, _ words: String) throws {
    let problem = try #require(GrantCheck.problem(grant))
    #expect(problem.contains(words), "\(problem)")
    #expect(!problem.contains("secret"))
  }

  @Test func onlyMariaDBWithPeriodsWillDo() {
    for version in ["10.5.3-MariaDB", "10.11.6-MariaDB-0+deb12u1-log", "11.4.2-MariaDB"] {
      #expect(ServerSettings.supportsPeriods(version), "\(version)")
    }
    for version in ["10.5.2-MariaDB", "10.4.30-MariaDB", "8.0.36", "9.1.0-MySQL", ""] {
      #expect(!ServerSettings.supportsPeriods(version), "\(version)")
    }
  }

  @Test func everyRouteIsListedWithAccessPermissionAndHandler() {
    let lines = RoutesRun.lines
    #expect(
      lines.contains {
        $0.split(separator: " ") == [
          "POST", "/settings/practice", "staff", "settings.change", "PracticeHandlers.update",
        ]
      })
    #expect(
      lines.contains {
        $0.split(separator: " ") == ["GET", "/{practice}/brand.css", "site", "-", "BrandingHandlers.stylesheet"]
      })
    #expect(lines.allSatisfy { $0.split(separator: " ").count == 5 })
  }

  @Test func aPracticeIsOnlyMadeFromValuesThatCanBeUsed() throws {
    let made = try PracticeRun.check(
      slug: "my-practice", name: "  My   practice ", zone: "Europe/Berlin", language: "de", currency: "EUR")
    #expect(made.name == "My practice")
    for (slug, name, zone, language, currency) in [
      ("settings", "N", "Europe/Berlin", "de", "EUR"), ("ok-slug", " ", "Europe/Berlin", "de", "EUR"),
      ("ok-slug", "N", "Europe/Nowhere", "de", "EUR"), ("ok-slug", "N", "Europe/Berlin", "fr", "EUR"),
      ("ok-slug", "N", "Europe/Berlin", "de", "BTC"),
    ] {
      #expect(throws: OperatorError.self) {
        try PracticeRun.check(slug: slug, name: name, zone: zone, language: language, currency: currency)
      }
    }
  }
}
