/// What a copy may cost.
struct ExportLimits: Sendable {
  /// Rows of one part: each part is one transaction, and what is lost when a worker ends.
  var rowsAtOnce = 200
  /// Bytes of all files together. A worker holds them for a moment, and their archive with them.
  var content = 48_000_000
  /// Bytes of the archive: what a slow line takes within the time of one request. Records of 48 MB make 2 to 4.
  var archive = 8_000_000
  /// Bytes of a sealed piece of the archive: well below `max_allowed_packet`.
  var piece = 1_000_000
  /// Seconds after which a job hands on to the next one, well before its lease runs out.
  var secondsAtATime: Int64 = 30
  /// Days that an archive, or a failure, is kept.
  static let days = 7
}
