import Core
import Foundation
import Routing
import Templates
import TestSupport
import Testing

@testable import Server

/// The product's own lists, held against templates, catalogs and sources.
@Suite struct ProductTests {
  static let routes = Application.routes(isDevelopment: false, TestBrowser.settings)

  @Test func templatesPagesAndMessagesAgree() throws {
    let catalogs = try Catalogs(directory: Messages.folder)
    let contract = TemplateContract(
      directory: Messages.folder, pages: Application.pages, shell: Application.shell,
      keysUsedInSwift: Messages.used(catalogs))
    let problems = contract.problems()
    #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))")
  }

  /// Every example of every page in every language: a heading, and labels, descriptions and links that lead somewhere.
  @Test func everyPageIsWellFormedInEveryLanguage() throws {
    let catalogs = try Catalogs(directory: Messages.folder)
    let library = try TemplateLibrary(
      directory: Messages.folder, pages: Application.pages, shell: Shell.self, catalogs: catalogs)
    for page in Application.pages {
      for problem in ProductTests.problems(page, library) { Issue.record("\(page): \(problem)") }
    }
  }

  private static func problems<Model: Page>(_ page: Model.Type, _ library: TemplateLibrary) -> [String] {
    var problems: Set<String> = []
    for language in Language.allCases {
      for example in page.examples {
        let markup = String(
          decoding: library.render(example, shell: ShellMaker.example, language: language), as: UTF8.self)
        problems.formUnion(PageMarkup(markup).problems)
      }
    }
    return problems.sorted()
  }

  @Test func everyTemplateIsNamedAfterItsPage() {
    for page in Application.pages {
      let stem = String(page.template.split(separator: "/").last ?? "")
      let folder = page.template.split(separator: "/").first ?? ""
      let words = "\(page)".replacing("Page", with: "").reduce(into: "") { name, letter in
        if letter.isUppercase, !name.isEmpty { name += "-" }
        name += letter.lowercased()
      }
      #expect(
        [words, words + "-show"].contains(stem) || "\(folder)-\(stem)" == words,
        "\(page) shows the template \(page.template)")
    }
  }

  @Test func everyFeatureSpeaksThreeLanguages() {
    let folders = Set(Application.pages.compactMap { $0.template.split(separator: "/").first.map(String.init) })
    for folder in folders {
      for language in Checkout.languages {
        let path = "templates/\(folder)/messages.\(language).json"
        #expect(Checkout.files.contains { $0.path == path }, "there is no \(path)")
      }
    }
  }

  /// The sources that list routes, with their white space folded.
  private static let folded = Checkout.sources.filter { $0.path.hasSuffix("Routes.swift") }
    .map { $0.text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
    .map { $0.replacing(/\ recordsAccess: (?:\w+|\.\w+\([^)]*\)),/, with: "") }

  /// `praxis routes` and the trail of refused accesses print this name: it leads to the function.
  @Test func everyRouteNamesItsHandler() {
    for route in ProductTests.routes {
      let parts = route.name.split(separator: ".").map(String.init)
      guard parts.count == 2 else {
        Issue.record("\(route.pattern): \"\(route.name)\" is no Type.function")
        continue
      }
      let holders = Checkout.sources.filter { file in
        ["enum", "struct", "extension"].contains {
          file.code.contains("\($0) \(parts[0]) ") || file.code.contains("\($0) \(parts[0]): ")
        }
      }
      #expect(!holders.isEmpty, "\(route.pattern): no type \(parts[0])")
      // A function that makes handlers (`act(.checkIn)`) names what it makes, after what the route records.
      let isFunction = holders.contains {
        $0.code.contains("func \(parts[1])(") || $0.code.contains("func `\(parts[1])`(")
      }
      let isMade = ProductTests.folded.contains { $0.contains("\"\(route.name)\", \(parts[0]).") }
      #expect(isFunction || isMade, "\(route.pattern): \(parts[0]) has no function \(parts[1])")
    }
  }

  /// GET shows, POST changes; nothing of a person stands in an address but ids.
  @Test func everyAddressIsAResource() {
    for route in ProductTests.routes {
      #expect(route.method == .get || route.method == .post, "\(route.pattern)")
      for name in route.pattern.parameterNames {
        #expect(
          !["name", "email", "phone", "birth", "q"].contains(name),
          "\(route.pattern) puts a person's data in an address")
      }
    }
  }

  /// Charts are tested with the patients they belong to: Clinical has no test target of its own.
  private static let testTargets = ["Clinical": "PatientsTests"]

  @Test func everyFeatureHasTests() {
    for feature in Checkout.features
    where Checkout.sources.contains(where: { $0.target == feature && $0.literals.count > 0 }) {
      let target = ProductTests.testTargets[feature] ?? "\(feature)Tests"
      let tests = Checkout.swift.filter { $0.path.hasPrefix("Tests/\(target)/") && $0.code.contains("@Test") }
      #expect(!tests.isEmpty, "Tests/\(target) holds no test of \(feature)")
    }
  }
}
