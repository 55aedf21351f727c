import Templates

/// Links to the other pages of a long list, as `shared/_pages` shows them.
struct PageLinks: TemplateModel {
  let path: String
  /// From 1.
  let current: Int
  let count: Int

  static let fields: [Field<PageLinks>] = [
    .flag("hasMany") { $0.count > 1 },
    .optionalText("previousHref") { $0.current > 1 ? $0.href($0.current - 1) : nil },
    .optionalText("nextHref") { $0.current < $0.count ? $0.href($0.current + 1) : nil },
    .list("numbers") { $0.numbers },
  ]

  func href(_ page: Int) -> String { page == 1 ? path : path + "?page=\(page)" }

  /// First, last, and those around the current one; a gap where numbers are left out.
  private var numbers: [PageNumber] {
    let shown = (1...max(1, count)).filter { $0 == 1 || $0 == count || abs($0 - current) <= 2 }
    var numbers: [PageNumber] = []
    var before = 0
    for page in shown {
      if page > before + 1 { numbers.append(PageNumber(href: "", number: "", isCurrent: false, isGap: true)) }
      numbers.append(PageNumber(href: href(page), number: "\(page)", isCurrent: page == current, isGap: false))
      before = page
    }
    return numbers
  }
}

struct PageNumber: TemplateModel {
  let href: String
  let number: String
  let isCurrent: Bool
  let isGap: Bool
  static let fields: [Field<PageNumber>] = [
    .text("href") { $0.href },
    .text("number") { $0.number },
    .flag("isCurrent") { $0.isCurrent },
    .flag("isGap") { $0.isGap },
  ]
}
