/// One step of a compiled template. Plain numbers, so that running it counts no references.
struct Operation: Sendable {
  enum Kind: UInt8, Sendable {
    /// Bytes `first..<second` of the pool.
    case literal
    /// The value at level `first`, slot `second`, escaped.
    case insert
    /// The same, as markup.
    case insertMarkup
    /// Phrase `first` with the arguments from `second` on.
    case phrase
    /// Runs the operations up to `end` when the value is truthy.
    case when
    /// Runs them when it is falsy.
    case unless
    /// Runs them once a string of the list.
    case each
    /// Runs them once an element of the list, or for the object, filled by `filler`.
    case enter
  }

  let kind: Kind
  let first: Int32
  let second: Int32
  var end: Int32 = 0
  var filler: Int32 = 0

  init(_ kind: Kind, _ first: Int, _ second: Int) {
    self.kind = kind
    self.first = Int32(first)
    self.second = Int32(second)
  }
}

/// Where a value stands: the number of the frame from the outside, and the place in it.
struct Slot: Sendable {
  let level: Int
  let index: Int
}

/// A page's template with its layout and partials, flattened. Serves all languages: only the phrases differ.
struct Program: Sendable {
  let operations: [Operation]
  let fillers: [any Filler]
  let arguments: [Slot]
  let shell: any Filler
  let page: any Filler
  /// A guess at the size of the output, in bytes.
  let capacity: Int
}

/// A message of one language as escaped bytes of the pool.
struct Phrase: Sendable {
  struct Piece: Sendable {
    /// In the pool; empty for an argument.
    let bytes: Range<Int>
    /// Which argument to insert.
    let argument: Int?
  }

  let forms: PluralForms<[Piece]>
  /// The first argument selects the form and is itself not inserted.
  let isPlural: Bool
}
