public import Core

/// All pages, compiled once at start for every language. Rendering cannot fail.
public final class TemplateLibrary: Sendable {
  private let programs: [ObjectIdentifier: Program]
  private let pool: [UInt8]
  private let phrases: [Language: [Phrase]]

  /// Compiles every page. `shell` is the type of the value that all pages share (language, practice, user, navigation);
  /// its names are found behind those of the page.
  ///
  /// Throws the first problem, naming file, line and tag; `TemplateContract` lists them all.
  public init(
    directory: String, pages: [any Page.Type], shell: any TemplateModel.Type, catalogs: Catalogs
  ) throws(TemplateError) {
    var builder = LibraryBuilder(files: try TemplateFiles(directory: directory), catalogs: catalogs)
    for page in pages { builder.add(page, shell: TemplateLibrary.frame(shell)) }
    if let problem = builder.problems.first { throw problem }
    (pool, phrases) = builder.finish()
    programs = builder.programs
  }

  init(_ builder: LibraryBuilder) {
    var builder = builder
    (pool, phrases) = builder.finish()
    programs = builder.programs
  }

  static func frame<Model: TemplateModel>(_ model: Model.Type) -> Frame { ModelFrame<Model>() }

  /// The page as UTF-8. Traps when the page or the shell is not of a type the library was made for: a mistake of the
  /// program, not of its input.
  public func render(_ page: some Page, shell: some TemplateModel, language: Language) -> [UInt8] {
    let type = type(of: page)
    guard let program = programs[ObjectIdentifier(type)], let phrases = phrases[language] else {
      preconditionFailure("\(type) is not among the pages of the library")
    }
    var renderer = Renderer(program, pool: pool, phrases: phrases, language: language)
    return renderer.render(page, shell: shell)
  }
}
