/// The `token` of RFC 9110 and RFC 2045, in its narrower MIME form.
enum HeaderToken {
  private static let separators = Array("()<>@,;:\\\"/[]?={}".utf8)

  static func isToken(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (0x21...0x7e).contains($0) && !separators.contains($0) }
  }
}
