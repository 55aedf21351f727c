import Core

/// Runs one program into one buffer.
struct Renderer {
  private let program: Program
  private let pool: [UInt8]
  private let phrases: [Phrase]
  private let language: Language
  private(set) var output: [UInt8] = []
  /// The used values of all open frames, outermost first.
  var values: [Value] = []
  /// Where each open frame starts in `values`.
  private var bases: [Int] = []

  init(_ program: Program, pool: [UInt8], phrases: [Phrase], language: Language) {
    self.program = program
    self.pool = pool
    self.phrases = phrases
    self.language = language
    output.reserveCapacity(program.capacity)
    values.reserveCapacity(64)
  }

  mutating func render<Model: Page, Shell: TemplateModel>(_ page: Model, shell: Shell) -> [UInt8] {
    _ = push()
    ModelFiller<Shell>.of(program.shell).fill(shell, into: &values)
    _ = push()
    ModelFiller<Model>.of(program.page).fill(page, into: &values)
    run(0..<program.operations.count)
    return output
  }

  /// Opens a frame. The result closes it again.
  mutating func push() -> Int {
    bases.append(values.count)
    return values.count
  }

  mutating func pop(to base: Int) {
    values.removeLast(values.count - base)
    bases.removeLast()
  }

  mutating func run(_ range: Range<Int>) {
    var next = range.lowerBound
    while next < range.upperBound {
      let operation = program.operations[next]
      next += 1
      let end = Int(operation.end)
      switch operation.kind {
      case .literal: output.append(contentsOf: pool[Int(operation.first)..<Int(operation.second)])
      case .insert: insert(value(of: operation))
      case .insertMarkup:
        if case .html(let markup) = value(of: operation) { output.append(contentsOf: markup.bytes) }
      case .phrase: insertPhrase(operation)
      case .when: if !value(of: operation).isTruthy { next = end }
      case .unless: if value(of: operation).isTruthy { next = end }
      case .each:
        if case .strings(let strings) = value(of: operation) { each(strings, run: next..<end) }
        next = end
      case .enter:
        if case .items(let items) = value(of: operation) {
          items.render(next..<end, filler: program.fillers[Int(operation.filler)], in: &self)
        }
        next = end
      }
    }
  }

  @inline(__always)
  private func value(of operation: Operation) -> Value {
    values[bases[Int(operation.first)] + Int(operation.second)]
  }

  @inline(__always)
  private mutating func insert(_ value: Value) {
    switch value {
    case .text(let text): HTMLEscape.append(text, to: &output)
    case .number(let number): Digits.append(number, to: &output)
    case .missing, .flag, .html, .strings, .items: break
    }
  }

  private mutating func each(_ strings: [String], run body: Range<Int>) {
    for string in strings {
      let base = push()
      values.append(.text(string))
      run(body)
      pop(to: base)
    }
  }

  private mutating func insertPhrase(_ operation: Operation) {
    let phrase = phrases[Int(operation.first)]
    var start = Int(operation.second)
    var pieces = phrase.forms.other
    if phrase.isPlural {
      if case .number(let count) = argument(start) { pieces = phrase.forms.form(for: count, in: language) }
      start += 1
    }
    for piece in pieces {
      if let index = piece.argument {
        insert(argument(start + index))
      } else {
        output.append(contentsOf: pool[piece.bytes])
      }
    }
  }

  private func argument(_ index: Int) -> Value {
    let slot = program.arguments[index]
    return values[bases[slot.level] + slot.index]
  }
}
