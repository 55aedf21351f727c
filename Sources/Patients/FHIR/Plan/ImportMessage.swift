/// A message of the import: a stable key and named arguments for the page's catalog, and the English sentence.
public protocol ImportMessage {
  var messageKey: String { get }
  var arguments: [String: String] { get }
  var sentence: String { get }
}

extension String {
  /// At most 60 code points, so that a message never repeats a page of somebody's file.
  var clipped: String {
    unicodeScalars.count <= 60 ? self : String(String.UnicodeScalarView(unicodeScalars.prefix(59))) + "…"
  }
}
