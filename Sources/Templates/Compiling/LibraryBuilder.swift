import Core

/// Compiles pages one after the other and collects what the contract wants to know.
struct LibraryBuilder {
  let files: TemplateFiles
  let catalogs: Catalogs
  private(set) var programs: [ObjectIdentifier: Program] = [:]
  private(set) var problems: [TemplateError]
  private(set) var usedFiles: Set<String> = []
  /// By page; what several pages use of a shared model counts together.
  private(set) var usesByPage: [ObjectIdentifier: Set<FieldUse>] = [:]
  private var pool = LiteralPool()
  private var phrases = PhraseTable()

  init(files: TemplateFiles, catalogs: Catalogs) {
    self.files = files
    self.catalogs = catalogs
    problems = files.problems
  }

  var usedKeys: Set<String> { phrases.keys }
  var uses: Set<FieldUse> { usesByPage.values.reduce(into: []) { $0.formUnion($1) } }

  mutating func add<Model: Page>(_ page: Model.Type, shell: Frame) {
    add(Model.template, page: ModelFrame<Model>(), shell: shell)
  }

  mutating func add(_ template: String, page: Frame, shell: Frame) {
    var compiler = Compiler(files: files, catalogs: catalogs, pool: pool, phrases: phrases)
    // The compiler is to own them: a second owner would copy the pool at its first change.
    pool = LiteralPool()
    phrases = PhraseTable()
    compiler.checkNames(page)
    compiler.checkNames(shell)
    programs[page.identifier] = compiler.compile(template, page: page, shell: shell)
    pool = compiler.pool
    phrases = compiler.phrases
    for problem in compiler.problems where !problems.contains(problem) { problems.append(problem) }
    usedFiles.formUnion(compiler.usedFiles)
    usesByPage[page.identifier, default: []].formUnion(compiler.scopes.uses)
  }

  /// The bytes all programs refer to, and the phrases of each language.
  mutating func finish() -> (pool: [UInt8], phrases: [Language: [Phrase]]) {
    var byLanguage: [Language: [Phrase]] = [:]
    for language in Language.allCases { byLanguage[language] = phrases.phrases(in: language, pool: &pool) }
    return (pool.bytes, byLanguage)
  }
}

extension Compiler {
  /// A model that declares a name twice would show only the first.
  fileprivate mutating func checkNames(_ frame: Frame) {
    var visited: Set<ObjectIdentifier> = []
    Models.walk(frame, &visited) { frame in
      var seen: Set<String> = []
      for name in frame.names where !seen.insert(name).inserted {
        problems.append(TemplateError(frame.model, "declares \"\(name)\" twice"))
      }
    }
  }
}

/// The models inside a model.
enum Models {
  /// Visits a frame and those below it, each model once.
  static func walk(_ frame: Frame, _ visited: inout Set<ObjectIdentifier>, _ visit: (Frame) -> Void) {
    guard visited.insert(frame.identifier).inserted else { return }
    visit(frame)
    for child in frame.children { walk(child, &visited, visit) }
  }
}
