/// Partials, parents and blocks.
extension Compiler {
  /// Compiles another file in place. `tag` is nil for the page's own template.
  mutating func include(
    _ name: String, tag: Tag?, at site: Site, indent: ArraySlice<UInt8>?, fillings: [String: Filling]
  ) {
    guard let nodes = files.nodes(of: name) else {
      let message = "there is no template \"\(TemplateFiles.file(name))\""
      problems.append(TemplateError(site.file, line: tag?.line ?? 0, tag: tag?.source, message))
      return
    }
    guard !site.including.contains(name) else {
      let path = (site.including + [name]).joined(separator: " > ")
      problems.append(TemplateError(site.file, line: tag?.line ?? 0, tag: tag?.source, "includes itself: \(path)"))
      return
    }
    usedFiles.insert(name)
    let inside = Site(
      file: TemplateFiles.file(name), including: site.including + [name],
      indent: indent.map { site.shifted($0) } ?? [], strip: 0, fillings: fillings)
    compile(nodes, at: inside)
  }

  /// A template that fills the blocks of another. What an outer template fills goes before what this one does.
  mutating func inherit(_ parent: Include, _ blocks: [Block], at site: Site) {
    var fillings = site.fillings
    for block in blocks where fillings[block.tag.content] == nil {
      fillings[block.tag.content] = Filling(block, at: site)
    }
    let metBefore = blocksMet
    let problemsBefore = problems.count
    blocksMet = []
    include(parent.tag.content, tag: parent.tag, at: site, indent: parent.indent, fillings: fillings)
    if problems.count == problemsBefore {
      for block in blocks where !blocksMet.contains(block.tag.content) {
        report(block.tag, at: site, "\(TemplateFiles.file(parent.tag.content)) has no such block to fill")
      }
    }
    blocksMet.formUnion(metBefore)
  }

  /// The place of a block: its filling, moved to this indentation, or the default as it stands.
  mutating func fill(_ block: Block, at site: Site) {
    blocksMet.insert(block.tag.content)
    guard let filling = site.fillings[block.tag.content] else { return compile(block.body, at: site) }
    let own = filling.block.ownIndent
    let place = block.indent.map { site.shifted(block.ownIndent ?? $0) }
    let inside = filling.site.with(indent: place ?? [], strip: own?.count ?? 0)
    guard let place, !filling.block.body.isEmpty else { return compile(filling.block.body, at: inside) }
    if filling.block.indent == nil { write(place[...]) }
    compile(filling.block.body, at: inside)
    // A filling that ends within a line would otherwise run into the next one.
    if filling.block.newline == nil, let newline = block.newline { write(newline) }
  }
}
