/// All template files of a folder, parsed.
struct TemplateFiles {
  static let suffix = ".mustache"

  /// By name, `shared/_field`.
  private let parsed: [String: [Node]]
  /// Files that could not be parsed.
  let problems: [TemplateError]

  var names: [String] { parsed.keys.sorted() }

  init(directory: String) throws(TemplateError) {
    var sources: [String: [UInt8]] = [:]
    for file in try FileTree.files(below: directory) where file.hasSuffix(TemplateFiles.suffix) {
      sources[String(file.dropLast(TemplateFiles.suffix.count))] = try FileTree.read(file, in: directory)
    }
    self.init(sources: sources)
  }

  init(sources: [String: [UInt8]]) {
    var parsed: [String: [Node]] = [:]
    var problems: [TemplateError] = []
    for (name, bytes) in sources {
      do throws(TemplateError) {
        parsed[name] = try Parser.parse(bytes, file: TemplateFiles.file(name))
      } catch {
        parsed[name] = []
        problems.append(error)
      }
    }
    self.parsed = parsed
    self.problems = problems.sorted { $0.description < $1.description }
  }

  func nodes(of name: String) -> [Node]? { parsed[name] }

  static func file(_ name: String) -> String { name + suffix }
}
