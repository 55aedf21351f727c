/// Flattens the template of one page, with its layout and partials, to a program. Errors are collected, not thrown, so
/// that one run reports them all.
struct Compiler {
  let files: TemplateFiles
  let catalogs: Catalogs
  var pool: LiteralPool
  var phrases: PhraseTable
  var scopes = Scopes()
  var problems: [TemplateError] = []
  /// The templates this page is made of.
  var usedFiles: Set<String> = []
  /// Blocks met while a parent is expanded.
  var blocksMet: Set<String> = []
  private var operations: [Operation] = []
  private var fillers: [any Filler] = []
  var arguments: [Slot] = []
  private var pending: [UInt8] = []
  private var literalBytes = 0

  init(files: TemplateFiles, catalogs: Catalogs, pool: LiteralPool, phrases: PhraseTable) {
    self.files = files
    self.catalogs = catalogs
    self.pool = pool
    self.phrases = phrases
  }

  mutating func compile(_ template: String, page: Frame, shell: Frame) -> Program {
    scopes.push(shell)
    scopes.push(page)
    let root = Site(file: page.model, including: [], indent: [], strip: 0, fillings: [:])
    include(template, tag: nil, at: root, indent: nil, fillings: [:])
    flush()
    return Program(
      operations: operations, fillers: fillers, arguments: arguments, shell: shell.makeFiller(),
      page: page.makeFiller(), capacity: literalBytes * 2 + 4096)
  }

  mutating func compile(_ nodes: [Node], at site: Site) {
    for node in nodes {
      switch node {
      case .text(let bytes): write(bytes)
      case .line(let blanks): write(site.shifted(blanks)[...])
      case .insert(let tag): insert(tag, at: site)
      case .message(let tag): message(tag, at: site)
      case .section(let tag, let body): section(tag, body, at: site)
      case .partial(let partial):
        include(partial.tag.content, tag: partial.tag, at: site, indent: partial.indent, fillings: site.fillings)
      case .parent(let parent, let blocks): inherit(parent, blocks, at: site)
      case .block(let block): fill(block, at: site)
      }
    }
  }

  // MARK: Output

  mutating func write(_ bytes: ArraySlice<UInt8>) {
    pending.append(contentsOf: bytes)
  }

  mutating func emit(_ operation: Operation) {
    flush()
    operations.append(operation)
  }

  private mutating func flush() {
    guard !pending.isEmpty else { return }
    let range = pool.add(pending)
    literalBytes += pending.count
    pending = []
    operations.append(Operation(.literal, range.lowerBound, range.upperBound))
  }

  mutating func report(_ tag: Tag, at site: Site, _ message: String) {
    problems.append(TemplateError(site.file, line: tag.line, tag: tag.source, message))
  }

  // MARK: Values and sections

  mutating func resolve(_ name: String, _ tag: Tag, at site: Site) -> Resolved? {
    do throws(Unresolved) {
      return try scopes.resolve(name)
    } catch {
      report(tag, at: site, error.message)
      return nil
    }
  }

  private mutating func insert(_ tag: Tag, at site: Site) {
    guard let found = resolve(tag.content, tag, at: site) else { return }
    let isMarkup = tag.kind == .insertMarkup
    guard isMarkup ? found.kind.isMarkup : found.kind.isInsertable else {
      let wanted = isMarkup ? "markup, and" : "text or a number, and"
      return report(tag, at: site, "inserts \(wanted) \"\(tag.content)\" is declared as \(found.kind.rawValue)")
    }
    emit(Operation(isMarkup ? .insertMarkup : .insert, found.slot.level, found.slot.index))
  }

  private mutating func section(_ tag: Tag, _ body: [Node], at site: Site) {
    guard let found = resolve(tag.content, tag, at: site) else { return }
    guard found.kind.isSection else {
      return report(tag, at: site, "\"\(tag.content)\" is declared as \(found.kind.rawValue), which is always there")
    }
    if tag.kind == .inverted { return block(.unless, found) { $0.compile(body, at: site) } }
    switch found.kind {
    case .strings:
      scopes.pushString()
      block(.each, found) { $0.compile(body, at: site) }
      scopes.popFrame()
    case .list, .object:
      guard let frame = found.child?() else { return }
      scopes.push(frame)
      block(.enter, found) { $0.compile(body, at: site) }
      scopes.popFrame()
      attach(frame.makeFiller())
    case .text, .optionalText, .number, .flag, .html, .optionalHTML:
      scopes.push(found)
      block(.when, found) { $0.compile(body, at: site) }
      scopes.popValue()
    }
  }

  /// Emits an operation over the operations of its body.
  private mutating func block(_ kind: Operation.Kind, _ found: Resolved, _ body: (inout Compiler) -> Void) {
    emit(Operation(kind, found.slot.level, found.slot.index))
    let start = operations.count - 1
    body(&self)
    flush()
    operations[start].end = Int32(operations.count)
    lastBlock = start
  }

  /// The operation whose body was just closed.
  private var lastBlock = 0

  /// Which values the body needs of an element is known only once it is compiled.
  private mutating func attach(_ filler: any Filler) {
    operations[lastBlock].filler = Int32(fillers.count)
    fillers.append(filler)
  }
}
