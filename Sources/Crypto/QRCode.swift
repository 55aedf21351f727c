internal import CQRencode

/// A QR code by libqrencode, for text that a phone's camera reads from the screen.
public struct QRCode: Sendable, Equatable {
  /// Modules on a side, without the quiet zone.
  public let size: Int
  /// The dark modules as an SVG path in units of one module: `M0 0h7v1h-7z…`.
  public let path: String

  /// Nil for text too long for any QR code (about 2300 bytes at this level of correction).
  public init?(_ text: String) {
    guard let code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1) else { return nil }
    defer { QRcode_free(code) }
    size = Int(code.pointee.width)
    path = QRCode.path(code.pointee.data, size)
  }

  /// One rectangle for each run of dark modules in a row. The lowest bit of a module says whether it is dark.
  private static func path(_ modules: UnsafePointer<UInt8>, _ size: Int) -> String {
    var path = ""
    for y in 0..<size {
      var x = 0
      while x < size {
        var end = x
        while end < size, modules[y * size + end] & 1 == 1 { end += 1 }
        if end > x { path += "M\(x) \(y)h\(end - x)v1h-\(end - x)z" }
        x = end + 1
      }
    }
    return path
  }
}
