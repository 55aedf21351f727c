internal import Core
import Glibc
public import Logging

/// Writes one JSON object a line with `time`, `level`, `event`, `pid` and allow-listed metadata.
public struct JSONLogHandler: LogHandler {
  public var metadata: Logger.Metadata = [:]
  public var logLevel: Logger.Level
  public var metadataProvider: Logger.MetadataProvider?
  private let write: @Sendable ([UInt8]) -> Void

  init(level: Logger.Level, write: @escaping @Sendable ([UInt8]) -> Void) {
    logLevel = level
    self.write = write
  }

  /// A logger for one program of this installation.
  /// - Throws: `OperatorError` when the log file cannot be opened.
  public static func logger(label: String, configuration: Configuration) throws(OperatorError) -> Logger {
    var output = LogOutput.standardError
    if let path = configuration.logFile { output = try LogOutput.file(path) }
    let level = configuration.logLevel
    return Logger(label: label) { [output] _ in JSONLogHandler(level: level, write: output.write) }
  }

  public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  public func log(event: LogEvent) {
    write(line(event, at: .now))
  }

  func line(_ event: LogEvent, at time: Instant) -> [UInt8] {
    var line = JSONLine()
    line.add("time", UTCTime.text(time))
    line.add("level", event.level.rawValue)
    let name = event.message.description
    line.add("event", LogFields.isEvent(name) ? name : "unnamed")
    line.add("pid", Int(getpid()))
    var fields = metadata
    if let provided = metadataProvider?.get() { fields.merge(provided) { $1 } }
    if let own = event.metadata { fields.merge(own) { $1 } }
    var dropped = 0
    for (key, value) in fields.sorted(by: { $0.key < $1.key }) {
      guard LogFields.allowed.contains(key), let text = Self.scalar(value) else {
        dropped += 1
        continue
      }
      line.add(key, LogFields.shortened(text))
    }
    if dropped > 0 { line.add("dropped", dropped) }
    return line.finished()
  }

  private static func scalar(_ value: Logger.Metadata.Value) -> String? {
    switch value {
    case .string(let text): text
    case .stringConvertible(let value): value.description
    case .array, .dictionary: nil
    }
  }
}
