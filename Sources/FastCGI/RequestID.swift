/// Names one request in the response, the log and the error page. Says nothing about its content.
enum RequestID {
  /// 16 random hexadecimal digits.
  static func make() -> String {
    let digits = String(UInt64.random(in: .min ... .max), radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }
}
