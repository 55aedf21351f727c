import Core

/// Puts the files of a folder together and compares the languages. Collects what is wrong.
struct CatalogBuilder {
  private struct Source {
    let file: String
    let line: Int
    let isPlural: Bool
    let forms: PluralForms<[MessageText.Part]>
  }

  private var sources: [String: [Language: Source]] = [:]
  private(set) var problems: [TemplateError] = []

  /// Throws only when a file cannot be read or is no catalog.
  mutating func read(_ directory: String) throws(TemplateError) {
    for file in try FileTree.files(below: directory) {
      for language in Language.allCases where file.hasSuffix("/messages.\(language.rawValue).json") {
        try add(try FileTree.read(file, in: directory), file: file, language: language)
      }
    }
  }

  mutating func add(_ bytes: [UInt8], file: String, language: Language) throws(TemplateError) {
    var reader = CatalogReader(bytes, file: file)
    for entry in try reader.entries() {
      do throws(TemplateError) {
        try add(entry, file: file, language: language)
      } catch {
        problems.append(error)
      }
    }
  }

  private mutating func add(_ entry: CatalogReader.Entry, file: String, language: Language) throws(TemplateError) {
    let key = entry.key
    guard !key.isEmpty, key.utf8.allSatisfy({ Byte.isName($0) || $0 == UInt8(ascii: ".") }) else {
      throw TemplateError(file, line: entry.line, "\"\(key)\" is no key: letters, digits, - _ and . only")
    }
    if let other = sources[key]?[language] {
      throw TemplateError(file, line: entry.line, "\"\(key)\" already stands in \(other.file), line \(other.line)")
    }
    let source: Source =
      switch entry.text {
      case .plain(let text):
        Source(
          file: file, line: entry.line, isPlural: false,
          forms: PluralForms(one: nil, two: nil, other: try parts(text, entry, file)))
      case .forms(let forms):
        Source(file: file, line: entry.line, isPlural: true, forms: try plural(forms, entry, file, language))
      }
    sources[key, default: [:]][language] = source
  }

  private func parts(
    _ text: String, _ entry: CatalogReader.Entry, _ file: String
  ) throws(TemplateError) -> [MessageText.Part] {
    guard let parts = MessageText.parts(of: text) else {
      throw TemplateError(file, line: entry.line, "\"\(entry.key)\" has a brace that is no {placeholder}")
    }
    guard !parts.isEmpty else { throw TemplateError(file, line: entry.line, "\"\(entry.key)\" has no text") }
    return parts
  }

  private func plural(
    _ forms: [(form: String, text: String)], _ entry: CatalogReader.Entry, _ file: String, _ language: Language
  ) throws(TemplateError) -> PluralForms<[MessageText.Part]> {
    let wanted = PluralForm.all(in: language).map(\.rawValue)
    guard forms.map(\.form).sorted() == wanted.sorted() else {
      let list = wanted.joined(separator: ", ")
      throw TemplateError(file, line: entry.line, "\"\(entry.key)\" needs the plural forms \(list) and no others")
    }
    var texts: [String: [MessageText.Part]] = [:]
    for (form, text) in forms { texts[form] = try parts(text, entry, file) }
    let other = CatalogBuilder.placeholders(texts["other"] ?? [])
    for (form, text) in texts where !Set(CatalogBuilder.placeholders(text)).isSubset(of: other) {
      let message = "\"\(entry.key)\" uses a placeholder in \"\(form)\" that \"other\" lacks"
      throw TemplateError(file, line: entry.line, message)
    }
    return PluralForms(one: texts["one"], two: texts["two"], other: texts["other"] ?? [])
  }

  /// In order, each once.
  private static func placeholders(_ parts: [MessageText.Part]) -> [String] {
    var names: [String] = []
    for case .placeholder(let name) in parts where !names.contains(name) { names.append(name) }
    return names
  }

  /// The messages that are whole; the others become problems.
  mutating func messages() -> [String: Message] {
    var messages: [String: Message] = [:]
    for (key, byLanguage) in sources.sorted(by: { $0.key < $1.key }) {
      do throws(TemplateError) {
        messages[key] = try CatalogBuilder.message(key, byLanguage)
      } catch {
        problems.append(error)
      }
    }
    return messages
  }

  private static func message(_ key: String, _ byLanguage: [Language: Source]) throws(TemplateError) -> Message {
    guard let first = Language.allCases.lazy.compactMap({ byLanguage[$0] }).first else {
      throw TemplateError(key, "stands in no language")
    }
    let names = placeholders(first.forms.other)
    var texts: [Language: PluralForms<[Message.Segment]>] = [:]
    for language in Language.allCases {
      guard let source = byLanguage[language] else {
        throw TemplateError(first.file, line: first.line, "\"\(key)\" is missing in \(language.rawValue)")
      }
      guard source.isPlural == first.isPlural else {
        throw TemplateError(source.file, line: source.line, "\"\(key)\" has plural forms in some languages only")
      }
      guard Set(placeholders(source.forms.other)) == Set(names) else {
        let message = "\"\(key)\" has other placeholders than in \(first.file)"
        throw TemplateError(source.file, line: source.line, message)
      }
      texts[language] = source.forms.map { parts in parts.map { segment($0, names) } }
    }
    return Message(key: key, placeholders: names, isPlural: first.isPlural, texts: texts)
  }

  private static func segment(_ part: MessageText.Part, _ names: [String]) -> Message.Segment {
    switch part {
    case .text(let text): .text(text)
    case .placeholder(let name): .placeholder(names.firstIndex(of: name) ?? 0)
    }
  }
}
