/// Builds the tree of one template file and applies the rules for lines that hold only tags.
struct Parser {
  private struct Open {
    let tag: Tag?
    let indent: ArraySlice<UInt8>?
    var nodes: [Node] = []
    var blocks: [Block] = []
  }

  private let file: String
  private var stack = [Open(tag: nil, indent: nil)]

  static func parse(_ bytes: [UInt8], file: String) throws(TemplateError) -> [Node] {
    var tokenizer = Tokenizer(bytes, file: file)
    var parser = Parser(file: file)
    var line: [Token] = []
    for token in try tokenizer.tokens() {
      line.append(token)
      if case .newline = token {
        try parser.add(line)
        line = []
      }
    }
    try parser.add(line)
    if let tag = parser.stack[parser.stack.count - 1].tag {
      throw TemplateError(file, line: tag.line, tag: tag.source, "is never closed")
    }
    return parser.stack[0].nodes
  }

  private init(file: String) {
    self.file = file
  }

  private mutating func add(_ line: [Token]) throws(TemplateError) {
    guard let first = line.first else { return }
    var blanks: ArraySlice<UInt8> = []
    if case .text(let text) = first { blanks = text.prefix(while: Byte.isBlank) }
    if standsAlone(line) {
      var newline: ArraySlice<UInt8> = []
      if case .newline(let bytes) = line[line.count - 1] { newline = bytes }
      for case .tag(let tag) in line { try add(tag, indent: blanks, newline: newline) }
      return
    }
    append(.line(blanks))
    for (index, token) in line.enumerated() {
      switch token {
      case .text(let text): append(.text(index == 0 ? text.dropFirst(blanks.count) : text))
      case .newline(let bytes): append(.text(bytes))
      case .tag(let tag): try add(tag, indent: nil, newline: nil)
      }
    }
  }

  /// One tag between blanks, or several of which all open or close parents and blocks.
  private func standsAlone(_ line: [Token]) -> Bool {
    var open = stack.compactMap { $0.tag?.kind }
    var count = 0
    var isInheritance = true
    for token in line {
      switch token {
      case .newline: break
      case .text(let text): if !text.allSatisfy(Byte.isBlank) { return false }
      case .tag(let tag):
        guard tag.kind.canStandAlone else { return false }
        count += 1
        if tag.kind.opens { open.append(tag.kind) }
        let kind = tag.kind == .close ? open.popLast() : tag.kind
        if kind != .parent && kind != .block { isInheritance = false }
      }
    }
    return count == 1 || (count > 1 && isInheritance)
  }

  private mutating func add(
    _ tag: Tag, indent: ArraySlice<UInt8>?, newline: ArraySlice<UInt8>?
  ) throws(TemplateError) {
    if stack[stack.count - 1].tag?.kind == .parent, tag.kind != .block, tag.kind != .close, tag.kind != .comment {
      throw TemplateError(file, line: tag.line, tag: tag.source, "only blocks may stand inside a parent tag")
    }
    switch tag.kind {
    case .comment: break
    case .insert, .insertMarkup: append(.insert(tag))
    case .message: append(.message(tag))
    case .partial: append(.partial(Include(tag: tag, indent: indent)))
    case .section, .inverted, .parent, .block: stack.append(Open(tag: tag, indent: indent))
    case .close: try close(tag, newline: newline)
    }
  }

  private mutating func close(_ tag: Tag, newline: ArraySlice<UInt8>?) throws(TemplateError) {
    guard stack.count > 1, let open = stack.popLast(), let opening = open.tag else {
      throw TemplateError(file, line: tag.line, tag: tag.source, "closes nothing")
    }
    guard opening.content == tag.content else {
      let message = "closes \(opening.source) of line \(opening.line)"
      throw TemplateError(file, line: tag.line, tag: tag.source, message)
    }
    switch opening.kind {
    case .parent: append(.parent(Include(tag: opening, indent: open.indent), open.blocks))
    case .block: try add(Block(tag: opening, body: open.nodes, indent: open.indent, newline: newline))
    case .section, .inverted, .insert, .insertMarkup, .message, .close, .partial, .comment:
      append(.section(opening, open.nodes))
    }
  }

  private mutating func add(_ block: Block) throws(TemplateError) {
    let top = stack.count - 1
    guard stack[top].tag?.kind == .parent else { return append(.block(block)) }
    guard !stack[top].blocks.contains(where: { $0.tag.content == block.tag.content }) else {
      throw TemplateError(file, line: block.tag.line, tag: block.tag.source, "is filled twice")
    }
    stack[top].blocks.append(block)
  }

  /// Text between the blocks of a parent tag is dropped, as the specification has it.
  private mutating func append(_ node: Node) {
    let top = stack.count - 1
    if stack[top].tag?.kind != .parent { stack[top].nodes.append(node) }
  }
}
