/// Where a value stands in the file, such as `entry[3].resource.birthDate`. Built at every step, written out only
/// for a message.
indirect enum JSONPath: Hashable, Sendable, CustomStringConvertible {
  case root
  case member(JSONPath, String)
  case item(JSONPath, Int)

  var description: String {
    switch self {
    case .root: return ""
    case .member(.root, let name): return name
    case .member(let parent, let name): return parent.description + "." + name
    case .item(let parent, let index): return parent.description + "[\(index)]"
    }
  }
}
