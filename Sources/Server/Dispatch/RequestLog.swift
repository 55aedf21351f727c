public import Logging
import Routing
import Web

/// What is logged of a request: its id, its route's pattern and a code. Never its address, fields or an error's text,
/// which can hold values.
public struct RequestLog: Sendable {
  private let logger: Logger
  public init(_ logger: Logger) { self.logger = logger }

  func alarm(_ alarm: Reply.Alarm, _ visit: Visit) {
    logger.critical(
      "\(alarm.event)", metadata: ["request": "\(visit.request.requestID)", "count": "\(alarm.count)"])
  }
  func failure(_ event: String, _ visit: Visit, code: Int) {
    logger.error(
      "\(event)",
      metadata: [
        "request": "\(visit.request.requestID)", "route": "\(visit.route?.pattern.description ?? "")",
        "code": "\(code)",
      ])
  }
  func failure(_ event: String, _ visit: Visit, error: any Error) {
    logger.error(
      "\(event)",
      metadata: [
        "request": "\(visit.request.requestID)", "route": "\(visit.route?.pattern.description ?? "")",
        "error": "\(type(of: error))",
      ])
  }
}
