/// What may stand in a log. Nothing here can name a person: ids of requests and jobs, route patterns instead of
/// addresses, sizes, times and codes. Anything else is dropped and counted.
enum LogFields {
  static let allowed: Set<String> = [
    "attempt", "bytes", "channel", "child", "code", "count", "error", "job", "kind", "line", "method", "migration",
    "ms",
    "peer", "practice", "queries", "reason", "request", "role", "route", "signal", "status", "table", "template",
    "workers",
  ]
  static let maximumBytes = 200

  /// An event is named by its code, such as `job.failed`. Text with anything else in it could hold data.
  static func isEvent(_ text: String) -> Bool {
    !text.utf8.isEmpty && text.utf8.count <= 64
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."),
          UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }

  /// Cut between bytes; a broken last character is replaced.
  static func shortened(_ text: String) -> String {
    text.utf8.count <= maximumBytes ? text : String(decoding: text.utf8.prefix(maximumBytes), as: UTF8.self)
  }
}
