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
    words = SlotWords(formats: call.formats, zone: SlotWords.zone(form.zoneName, or: zone))
  }

  func money(_ minor: Int64) -> String { call.formats.money(Money(minor: minor, currency)) }
}
