import Core
import Database
import SQL

/// A practice's logo: one small picture, taken for what its first bytes say and served as that.
struct Logo: Sendable {
  static let maximumBytes = 200_000
  /// In pixels; a larger picture could take a browser's memory in a small file.
  static let maximumSide = 4096

  enum Problem: Sendable, Equatable { case missing, tooLarge, otherKind, tooManyPixels }

  let type: String
  let content: [UInt8]

  init(content: [UInt8]) throws(LogoRefusal) {
    guard !content.isEmpty else { throw LogoRefusal(problem: .missing) }
    guard content.count <= Self.maximumBytes else { throw LogoRefusal(problem: .tooLarge) }
    guard let kind = Self.kind(of: content) else { throw LogoRefusal(problem: .otherKind) }
    guard kind.width <= Self.maximumSide, kind.height <= Self.maximumSide else {
      throw LogoRefusal(problem: .tooManyPixels)
    }
    type = kind.type
    self.content = content
  }
  private init(type: String, content: [UInt8]) {
    self.type = type
    self.content = content
  }

  /// PNG and JPEG alone: SVG is a document that can run scripts.
  private static func kind(of bytes: [UInt8]) -> (type: String, width: Int, height: Int)? {
    if let size = PictureSize.ofPNG(bytes) { return ("image/png", size.width, size.height) }
    if let size = PictureSize.ofJPEG(bytes) { return ("image/jpeg", size.width, size.height) }
    return nil
  }

  static func find(in db: borrowing TenantReader) throws -> Logo? {
    let found = try db.first("SELECT logo_type, logo FROM practices_practice WHERE practice_id = \(db.scope)") { row in
      (type: try row.textIfPresent(0), content: try row.bytesIfPresent(1))
    }
    // The type is one of our own two words, whatever the column holds.
    guard let type = found?.type, let content = found?.content, type == "image/png" || type == "image/jpeg" else {
      return nil
    }
    return Logo(type: type, content: content)
  }

  static func write(_ logo: Logo?, in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      """
      UPDATE practices_practice SET logo = \(logo?.content), logo_type = \(logo?.type), version = version + 1
      WHERE practice_id = \(tx.scope)
      """)
  }
}

struct LogoRefusal: Error, Equatable {
  let problem: Logo.Problem
}
