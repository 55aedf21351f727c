/// What a text of the practice can name, in double braces.
enum TextVariable: String, Sendable, CaseIterable {
  case practice, date, time, zone, practitioner, place, price, phone, link, booking
  /// The public name of a service, or the word for an appointment where it has none.
  case publicService
  /// The name a service has inside the practice. It can tell of an illness, so it stands behind a sign-in alone.
  case service

  var isClinical: Bool { self == .service }
}
