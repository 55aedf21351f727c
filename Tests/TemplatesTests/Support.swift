import Core

@testable import Templates

struct Tag: TemplateModel {
  let label: String
  let shared: Bool

  static var fields: [Field<Tag>] { [.text("label") { $0.label }, .flag("shared") { $0.shared }] }
}

struct Row: TemplateModel {
  var start = "09:00"
  var count = 0
  var note: String?
  var tags: [Tag] = []

  static var fields: [Field<Row>] {
    [
      .text("start") { $0.start }, .number("count") { $0.count }, .optionalText("note") { $0.note },
      .list("tags") { $0.tags },
    ]
  }
}

/// Holds another of its kind: its names go on for ever.
final class Person: TemplateModel {
  let name: String
  let guardian: Person?

  init(_ name: String, guardian: Person? = nil) {
    self.name = name
    self.guardian = guardian
  }

  static var fields: [Field<Person>] { [.text("name") { $0.name }, .object("guardian") { $0.guardian }] }
}

/// A field of every kind.
struct Sample: Page {
  var title = "Day"
  var note: String?
  var count = 0
  var isOpen = false
  var map = SafeHTML("<svg/>")
  var banner: SafeHTML?
  var words: [String] = []
  var rows: [Row] = []
  var patient: Person?

  static let template = "page"
  static var examples: [Sample] { [Sample()] }
  static var fields: [Field<Sample>] {
    [
      .text("title") { $0.title }, .optionalText("note") { $0.note }, .number("count") { $0.count },
      .flag("isOpen") { $0.isOpen }, .html("map") { $0.map }, .optionalHTML("banner") { $0.banner },
      .strings("words") { $0.words }, .list("rows") { $0.rows }, .object("patient") { $0.patient },
    ]
  }
}

struct Shell: TemplateModel {
  var practice = "Harbour Lane"
  var title = "shell title"

  static var fields: [Field<Shell>] { [.text("practice") { $0.practice }, .text("title") { $0.title }] }
}

enum Engine {
  static func files(_ templates: [String: String]) -> TemplateFiles {
    TemplateFiles(sources: templates.mapValues { Array($0.utf8) })
  }

  static func builder(_ templates: [String: String], _ catalogs: Catalogs = Catalogs(messages: [:])) -> LibraryBuilder {
    var builder = LibraryBuilder(files: files(templates), catalogs: catalogs)
    builder.add(Sample.self, shell: ModelFrame<Shell>())
    return builder
  }

  /// All that is wrong, as it is reported.
  static func problems(_ templates: [String: String], _ catalogs: Catalogs = Catalogs(messages: [:])) -> [String] {
    builder(templates, catalogs).problems.map(\.description)
  }

  static func problems(_ page: String, _ catalogs: Catalogs = Catalogs(messages: [:])) -> [String] {
    problems(["page": page], catalogs)
  }

  /// Throws what is wrong with the templates.
  static func render(
    _ templates: [String: String], _ sample: Sample = Sample(), _ catalogs: Catalogs = Catalogs(messages: [:]),
    in language: Language = .en
  ) throws -> String {
    let builder = builder(templates, catalogs)
    if let problem = builder.problems.first { throw problem }
    let bytes = TemplateLibrary(builder).render(sample, shell: Shell(), language: language)
    return String(decoding: bytes, as: UTF8.self)
  }

  static func render(
    _ page: String, _ sample: Sample = Sample(), _ catalogs: Catalogs = Catalogs(messages: [:]),
    in language: Language = .en
  ) throws -> String {
    try render(["page": page], sample, catalogs, in: language)
  }

  /// A catalog from the three files of one feature. Throws the first problem.
  static func catalogs(en: String, de: String, he: String) throws -> Catalogs {
    var builder = CatalogBuilder()
    try builder.add(Array(en.utf8), file: "x/messages.en.json", language: .en)
    try builder.add(Array(de.utf8), file: "x/messages.de.json", language: .de)
    try builder.add(Array(he.utf8), file: "x/messages.he.json", language: .he)
    let messages = builder.messages()
    if let problem = builder.problems.first { throw problem }
    return Catalogs(messages: messages)
  }
}

/// Repeatable random numbers (SplitMix64).
struct Generator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
