/// The `Content-Disposition` of a download (RFC 6266), with a name in any script (RFC 8187) and an ASCII one for old
/// readers.
public struct ContentDisposition: Sendable, Equatable {
  public enum Kind: String, Sendable { case attachment, inline }
  public let header: HeaderValue

  /// Longest file name kept, in bytes of UTF-8; the extension survives the cut.
  static let maximumBytes = 180

  /// - Parameter fileName: a name, not a path: slashes, backslashes and leading dots are replaced, controls removed.
  ///   A name with nothing left becomes `file`.
  public init(_ kind: Kind, fileName: String) {
    let name = Self.safe(fileName)
    let fallback = name.unicodeScalars.map { scalar in
      switch scalar {
      // Some readers decode % in the plain form.
      case "\"", "%": Unicode.Scalar(UInt8(ascii: "_"))
      case " "..."~": scalar
      default: Unicode.Scalar(UInt8(ascii: "_"))
      }
    }
    let extended = PercentEncoder.encode(name.utf8, keeping: { _ in false })
    header = HeaderValue(
      "\(kind.rawValue); filename=\"\(String(String.UnicodeScalarView(fallback)))\"; filename*=UTF-8''\(extended)")
  }

  private static func safe(_ raw: String) -> String {
    let replaced = SingleLine.clean(raw).unicodeScalars.map { scalar -> Unicode.Scalar in
      switch scalar {
      case "/", "\\", ":", "*", "?", "<", ">", "|": "_"
      default: scalar
      }
    }
    let visible = replaced.drop { $0 == "." || $0 == " " }
    let name = String(String.UnicodeScalarView(visible))
    return name.isEmpty ? "file" : shortened(name)
  }

  private static func shortened(_ name: String) -> String {
    guard name.utf8.count > maximumBytes else { return name }
    let scalars = Array(name.unicodeScalars)
    var suffix = String.UnicodeScalarView()
    if let dot = scalars.lastIndex(of: "."), dot > 0, scalars.count - dot <= 12 {
      suffix.append(contentsOf: scalars[dot...])
    }
    var kept = String.UnicodeScalarView()
    var left = maximumBytes - String(suffix).utf8.count
    for scalar in scalars.dropLast(suffix.count) {
      left -= UTF8.width(scalar)
      if left < 0 { break }
      kept.append(scalar)
    }
    return String(kept) + String(suffix)
  }
}
