import Core
import Database
import SQL
import Templates

/// An appointment of nobody, to show what a text looks like.
enum SampleVisit {
  static func make(
    _ kind: AppointmentRule.Kind, _ language: Language, now: Instant, in db: borrowing TenantReader
  ) throws -> Visit {
    let isOff = kind == .cancellation || kind == .decline || kind == .lapse
    let zone = try Zone(name: db.practice.zoneName)
    let day = zone.local(now).date.adding(days: kind == .comeAgain ? -60 : 3)
    let start = zone.startOfDay(day).adding(hours: 10)
    let found = try db.first(
      """
      SELECT name FROM scheduling_resource
      WHERE practice_id = \(db.scope) AND kind = 'practitioner' AND is_active ORDER BY position, name, id LIMIT 1
      """
    ) { try $0.text(0) }
    let named = try ServiceNames.all(in: db).first { !$0.publicName.isEmpty }
    let contact = try Visits.contact(in: db)
    let currency = Currency(code: db.practice.currencyCode)
    guard let currency else { throw UnknownCurrency() }
    return Visit(
      appointment: .make(), version: 1, sequence: 0, service: .make(), serviceName: named?.name ?? "",
      publicService: named?.publicName ?? "", status: isOff ? "cancelled" : kind == .request ? "pending" : "booked",
      answerBy: kind == .request ? now.adding(days: 1) : nil,
      ended: isOff ? Visit.Ended(by: .practice, asRequest: kind != .cancellation, hasAnswer: false) : nil,
      start: start,
      end: start.adding(minutes: 50), zoneName: zone.name, patientZone: nil, refused: [],
      practitioner: found ?? db.practice.name, isByVideo: false,
      place: contact.address, price: Money(minor: 9500, currency), freeUntil: start.adding(days: -1),
      lateFee: Money(minor: 0, currency), isLateFeeDue: false, language: language, patient: .make(), email: nil,
      phone: nil, agreed: [],
      isPatientDeceased: false, isRestricted: false, isActive: true, signsIn: true, agreesToNews: true,
      contact: contact, places: 1)
  }
}
