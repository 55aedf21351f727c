/// A parsed template: what stands in the file, before names are resolved.
indirect enum Node {
  /// Verbatim bytes.
  case text(ArraySlice<UInt8>)
  /// The start of a line that is written, with its leading blanks.
  case line(ArraySlice<UInt8>)
  case insert(Tag)
  case message(Tag)
  case section(Tag, [Node])
  case partial(Include)
  case parent(Include, [Block])
  case block(Block)
}

/// `{{>name}}` or the opening of `{{<name}}`.
struct Include {
  let tag: Tag
  /// The blanks before a tag that stands alone; they indent every line of the included file.
  let indent: ArraySlice<UInt8>?
}

/// `{{$name}}…{{/name}}`: a place to fill, or inside a parent tag what fills it.
struct Block {
  let tag: Tag
  let body: [Node]
  /// The blanks before the opening tag when it stands alone.
  let indent: ArraySlice<UInt8>?
  /// The line end after the closing tag when that stands alone.
  let newline: ArraySlice<UInt8>?

  /// The blanks that all lines of the body have in common; nil when the body does not start on its own line.
  var ownIndent: ArraySlice<UInt8>? {
    indent == nil ? nil : Block.commonIndent(body)
  }

  private static func commonIndent(_ nodes: [Node]) -> ArraySlice<UInt8>? {
    var least: ArraySlice<UInt8>?
    for node in nodes {
      let indent: ArraySlice<UInt8>? =
        switch node {
        case .line(let blanks): blanks
        case .section(_, let body): commonIndent(body)
        case .partial(let include), .parent(let include, _): include.indent
        case .block(let block): commonIndent(block.body) ?? block.indent
        case .text, .insert, .message: nil
        }
      if let indent, indent.count < least?.count ?? .max { least = indent }
    }
    return least
  }
}
