import Templates

/// A stretch of a mail's text: words, or an address that can be followed.
struct MailTextPart: TemplateModel, Equatable {
  let text: String
  let isLink: Bool

  static let fields: [Field<MailTextPart>] = [
    .text("text") { $0.text },
    .flag("isLink") { $0.isLink },
  ]

  /// The text cut at its web addresses. An address runs to the next blank, without the marks that
  /// end a sentence.
  static func parts(of text: String) -> [MailTextPart] {
    var parts: [MailTextPart] = []
    var words: [UInt8] = []
    let bytes = Array(text.utf8)
    var index = 0
    while index < bytes.count {
      let rest = bytes[index...]
      if rest.starts(with: "https://".utf8) || rest.starts(with: "http://".utf8) {
        var link = Array(rest.prefix { $0 > 0x20 && $0 < 0x7f && !"<>\"".utf8.contains($0) })
        while let last = link.last, ".,;:!?)".utf8.contains(last) { link.removeLast() }
        if !words.isEmpty { parts.append(MailTextPart(text: String(decoding: words, as: UTF8.self), isLink: false)) }
        words = []
        parts.append(MailTextPart(text: String(decoding: link, as: UTF8.self), isLink: true))
        index += link.count
      } else {
        words.append(bytes[index])
        index += 1
      }
    }
    if !words.isEmpty { parts.append(MailTextPart(text: String(decoding: words, as: UTF8.self), isLink: false)) }
    return parts
  }
}
