import Core
import Testing

/// Values written as text; a typing error in a test fails it.
func local(_ text: String) throws -> LocalDateTime { try #require(LocalDateTime(text: text)) }
func date(_ text: String) throws -> LocalDate { try #require(LocalDate(text: text)) }
func time(_ text: String) throws -> LocalTime { try #require(LocalTime(text: text)) }
/// A UTC wall time, `YYYY-MM-DDTHH:MM`.
func instant(_ utc: String) throws -> Instant {
  let moment = try local(utc)
  return Instant(seconds: Int64(moment.date.days) * 86_400 + Int64(moment.time.minutes) * 60)
}
