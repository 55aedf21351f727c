import Core

/// Why a wish is not offered a time: values without words, in the order in which they are looked at.
enum WishObstacle: Sendable, Equatable, CaseIterable {
  /// Another time is offered to it right now.
  case offered
  case otherPractitioner, otherPlace, otherWeekday, otherPart, before, after
  /// The practitioner does not carry the service out, or nobody does any more.
  case notOffered
  /// The service, or the practice, cannot be booked online.
  case offline
  /// The time is not free for the service: too short, or a room or device is taken.
  case notFree
  /// Notice or horizon of the service.
  case window
  /// The patient's own notice.
  case notice
  /// So soon that nobody could answer in time.
  case noTimeToAnswer
  /// The patient had this time and gave it up.
  case freedIt
  /// This time was offered to the patient already.
  case offeredBefore
  /// The patient has an appointment then.
  case busy
  /// The record is restricted, closed, or the patient has died.
  case restricted
  case noAddress
}
