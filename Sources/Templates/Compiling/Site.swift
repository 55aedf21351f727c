/// Where the compiler stands in the sources, as opposed to the scope it resolves names in.
struct Site {
  /// For messages.
  let file: String
  /// The files being included at this place, by their text: a file among its own includers never ends.
  let including: [String]
  /// Put before every line of the source.
  let indent: [UInt8]
  /// Taken off the blanks of every line first.
  let strip: Int
  /// What fills the blocks, by name.
  let fillings: [String: Filling]

  /// The written form of a line's blanks.
  func shifted(_ blanks: ArraySlice<UInt8>) -> [UInt8] {
    indent + blanks.dropFirst(strip)
  }

  func with(indent: [UInt8], strip: Int) -> Site {
    Site(file: file, including: including, indent: indent, strip: strip, fillings: fillings)
  }
}

/// What a child template puts in a block, with the place it was written at: its own blocks are filled from there.
final class Filling {
  let block: Block
  let site: Site

  init(_ block: Block, at site: Site) {
    self.block = block
    self.site = site
  }
}
