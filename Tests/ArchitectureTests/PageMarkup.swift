/// A rendered page's promises to keyboards and screen readers, as far as text shows them.
struct PageMarkup {
  private let markup: String
  init(_ markup: String) { self.markup = markup }

  var problems: [String] {
    var problems: [String] = []
    let headings = markup.components(separatedBy: "<h1").count - 1
    if headings != 1 { problems.append("\(headings) h1 headings") }
    if markup.contains("<title></title>") { problems.append("no title") }
    let ids = values(of: "id")
    let known = Set(ids)
    if known.count != ids.count { problems.append("an id stands twice: \(repeated(ids))") }
    for attribute in ["for", "aria-describedby", "aria-labelledby", "aria-controls", "list", "form"] {
      for target in values(of: attribute).flatMap({ $0.split(separator: " ").map(String.init) })
      where !known.contains(target) {
        problems.append("\(attribute)=\"\(target)\" leads nowhere")
      }
    }
    // What stands beside a field for it is heard with it.
    let heard = Set(values(of: "aria-describedby").flatMap { $0.split(separator: " ").map(String.init) })
    for id in known.subtracting(heard).sorted()
    where ["-hint", "-error", "-stored", "-past", "-help"].contains(where: id.hasSuffix) {
      problems.append("\(id) describes nothing")
    }
    for target in values(of: "href")
    where target.hasPrefix("#") && target.count > 1 && !known.contains(String(target.dropFirst())) {
      problems.append("the link \(target) leads nowhere")
    }
    if postsWithoutToken > 0 { problems.append("\(postsWithoutToken) forms post without csrf") }
    return problems
  }

  private func values(of attribute: String) -> [String] {
    markup.components(separatedBy: " \(attribute)=\"").dropFirst().map { String($0.prefix { $0 != "\"" }) }
  }
  private func repeated(_ ids: [String]) -> [String] {
    Dictionary(grouping: ids) { $0 }.filter { $0.value.count > 1 }.keys.sorted()
  }
  private var postsWithoutToken: Int {
    markup.components(separatedBy: "<form").dropFirst().filter { piece in
      let tag = piece.prefix { $0 != ">" }.lowercased()
      let body = piece.components(separatedBy: "</form").first ?? ""
      return tag.contains("method=\"post\"") && !body.contains("name=\"csrf\"")
    }.count
  }
}
