import Core
import Database
import Routing

/// What every handler of the public pages needs to say and compute times: read once from the call and the practice.
struct BookingMoment {
  let call: Call
  /// The practice's: what rules are about. Times are said in the zone of ``words``.
  let zone: Zone
  let words: SlotWords
  let query: BookingQuery
  let slug: String
  let currency: Currency

  init(_ call: Call, _ form: BookingQuery, _ db: borrowing TenantReader) throws {
    self.call = call
    zone = try Zone(name: db.practice.zoneName)
    query = form
    slug = db.practice.slug
    guard let currency = Currency(code: db.practice.currencyCode) else {
      throw UnknownCurrency(description: "the practice has a currency we do not know")
    }
    self.currency = currency
    // Who goes somewhere reads the clock of the place, unless they chose another.
    let there = try Places.zone(of: form.place.exact ?? nil, or: zone, in: db)
    words = SlotWords(formats: call.formats, zone: SlotWords.zone(form.zoneName, or: there))
  }

  private init(_ moment: BookingMoment, _ words: SlotWords) {
    (call, zone, query, slug) = (moment.call, moment.zone, moment.query, moment.slug)
    (currency, self.words) = (moment.currency, words)
  }

  /// The same by the clock of where it is, unless another was chosen.
  func at(_ place: Place?) -> BookingMoment {
    guard let place, query.zoneName == nil else { return self }
    return BookingMoment(self, SlotWords(formats: words.formats, zone: place.zone))
  }

  func money(_ minor: Int64) -> String { call.formats.money(Money(minor: minor, currency)) }
}
