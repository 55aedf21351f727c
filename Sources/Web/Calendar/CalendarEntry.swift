public import Core

/// What a calendar file says of an appointment. Nothing clinical and no service name belongs here: calendars are
/// shared, synchronised and shown on locked screens.
public struct CalendarEntry: Sendable {
  public let appointment: AppointmentID
  /// Of the appointment: a calendar takes the entry with the highest one.
  public let sequence: Int
  public let start: Instant
  public let end: Instant
  /// The only words in the calendar's overview.
  public let practiceName: String
  /// Address or "by video"; empty for none.
  public let place: String
  /// Plain text, such as the manage link with a word on what it is for; empty for none.
  public let notes: String
  /// Who changes to the entry come from; RFC 5546 asks for one.
  public let organizer: EmailAddress?
  /// Who the entry is sent to; nil in a file that anybody may import.
  public let attendee: EmailAddress?
  public let language: Language
  /// When this state of the entry was written (DTSTAMP).
  public let writtenAt: Instant

  public init(
    appointment: AppointmentID, sequence: Int, start: Instant, end: Instant, practiceName: String, place: String,
    notes: String, organizer: EmailAddress?, attendee: EmailAddress?, language: Language, writtenAt: Instant
  ) {
    self.appointment = appointment
    self.sequence = sequence
    self.start = start
    self.end = end
    self.practiceName = practiceName
    self.place = place
    self.notes = notes
    self.organizer = organizer
    self.attendee = attendee
    self.language = language
    self.writtenAt = writtenAt
  }
}
