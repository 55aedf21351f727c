import Core

/// Compares templates, pages and messages with each other, in all directions. One test of the product and `praxis
/// check` want the list to be empty.
public struct TemplateContract {
  private let directory: String
  private let pages: [any Page.Type]
  private let shell: any TemplateModel
  private let keysUsedInSwift: Set<String>

  /// `shell` is an example of the value all pages share. `keysUsedInSwift` are the messages that a `Localizer` is asked
  /// for; they must exist, and do not count as unused.
  public init(
    directory: String, pages: [any Page.Type], shell: any TemplateModel, keysUsedInSwift: Set<String>
  ) {
    self.directory = directory
    self.pages = pages
    self.shell = shell
    self.keysUsedInSwift = keysUsedInSwift
  }

  /// Readable sentences, one a problem; empty when all is well.
  public func problems() -> [String] {
    var catalogs = CatalogBuilder()
    do throws(TemplateError) {
      try catalogs.read(directory)
      let messages = Catalogs(messages: catalogs.messages())
      var builder = LibraryBuilder(files: try TemplateFiles(directory: directory), catalogs: messages)
      for page in pages { builder.add(page, shell: shellFrame) }
      let broken = catalogs.problems + builder.problems
      let library = builder.problems.isEmpty ? TemplateLibrary(builder) : nil
      return broken.map(\.description) + unusedFiles(builder) + unusedFields(builder) + keys(messages, builder)
        + examples(library)
    } catch {
      return [error.description]
    }
  }

  private var shellFrame: Frame {
    let type: any TemplateModel.Type = type(of: shell)
    return TemplateLibrary.frame(type)
  }

  private func unusedFiles(_ builder: LibraryBuilder) -> [String] {
    builder.files.names.filter { !builder.usedFiles.contains($0) }.map {
      "\(TemplateFiles.file($0)): no page declares this template and none includes it"
    }
  }

  /// A page's own fields must be used by its own template; those of models shared by pages, by one of them.
  private func unusedFields(_ builder: LibraryBuilder) -> [String] {
    var problems: [String] = []
    var visited: Set<ObjectIdentifier> = []
    for page in pages {
      let frame = TemplateLibrary.frame(page)
      let own = builder.usesByPage[frame.identifier] ?? []
      problems += TemplateContract.unused(frame, own, "its template")
      visited.insert(frame.identifier)
    }
    for root in pages.map({ TemplateLibrary.frame($0) }).flatMap(\.children) + [shellFrame] {
      Models.walk(root, &visited) { problems += TemplateContract.unused($0, builder.uses, "any template") }
    }
    return problems
  }

  private static func unused(_ frame: Frame, _ uses: Set<FieldUse>, _ by: String) -> [String] {
    frame.names.filter { !uses.contains(FieldUse(model: frame.identifier, name: $0)) }.map {
      "\(frame.model): the field \"\($0)\" is not used by \(by)"
    }
  }

  private func keys(_ catalogs: Catalogs, _ builder: LibraryBuilder) -> [String] {
    let unused = catalogs.keys.subtracting(builder.usedKeys).subtracting(keysUsedInSwift).sorted()
    let missing = keysUsedInSwift.subtracting(catalogs.keys).sorted()
    return unused.map { "the message \"\($0)\" is not used" }
      + missing.map { "the message \"\($0)\", used in Swift, is in no catalog" }
  }

  private func examples(_ library: TemplateLibrary?) -> [String] {
    guard let library else { return [] }
    return pages.flatMap { examples(of: $0, library) }
  }

  private func examples<Model: Page>(of page: Model.Type, _ library: TemplateLibrary) -> [String] {
    let examples = Model.examples
    guard !examples.isEmpty else { return ["\(Model.self): has no example to render"] }
    var problems: [String] = []
    for (index, example) in examples.enumerated() {
      for language in Language.allCases {
        let output = library.render(example, shell: shell, language: language)
        guard let problem = HTMLBalance.problem(in: output) else { continue }
        problems.append("\(Model.self): example \(index + 1) in \(language.rawValue): \(problem)")
      }
    }
    return problems
  }
}
