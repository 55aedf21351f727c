import Core
import Routing
import Templates

enum ServiceLinks {
  static func make(_ service: Service, isCurrent: Bool, _ query: BookingQuery, _ moment: BookingMoment) -> ChoiceLink {
    let place = moment.call.text.text(service.mode == .video ? "booking.byVideo" : "booking.inPerson")
    return ChoiceLink(
      href: query.choosing(service.id).href(slug: moment.slug), name: service.name,
      detail: service.description.isEmpty ? nil : service.description,
      facts: [moment.call.formats.duration(minutes: service.minutes), place],
      price: service.priceMinor > 0 ? moment.money(service.priceMinor) : nil, isCurrent: isCurrent)
  }
}

enum PeopleLinks {
  /// "Whoever is free" first, then everybody who offers the service.
  static func make(_ offering: Offering, _ query: BookingQuery, _ moment: BookingMoment) -> [ChoiceLink] {
    let anyone = ChoiceLink(
      href: query.choosing(practitioner: nil).href(slug: moment.slug), name: moment.call.text.text("booking.anyone"),
      detail: nil, facts: [], price: nil, isCurrent: query.practitioner == nil)
    return [anyone]
      + offering.practitioners.map { person in
        ChoiceLink(
          href: query.choosing(practitioner: person.id).href(slug: moment.slug), name: person.name, detail: nil,
          facts: person.title.isEmpty ? [] : [person.title], price: nil, isCurrent: query.practitioner == person.id)
      }
  }
}

extension DayStrip {
  static func make(_ days: BookingDays, _ query: BookingQuery, _ moment: BookingMoment) -> DayStrip {
    let formats = moment.call.formats
    let today = moment.zone.local(moment.call.now).date
    let links = days.starts.enumerated().map { offset, starts -> DayLink in
      let date = days.first.adding(days: offset)
      return DayLink(
        href: starts.isEmpty ? nil : query.choosing(date).href(slug: moment.slug), weekday: formats.weekday(date.weekday, .short),
        day: String(date.day),
        note: starts.isEmpty
          ? moment.call.text.text("booking.full") : moment.call.text.text("booking.free", count: starts.count),
        fullDate: formats.date(date, .long), isCurrent: date == days.chosen)
    }
    let earlier = max(days.first.adding(days: -BookingDays.stripDays), today)
    let later = days.first.adding(days: BookingDays.stripDays)
    let anchor = days.chosenStarts.first ?? moment.call.now
    return DayStrip(
      zoneLabel: moment.words.label(at: anchor), days: links,
      earlierHref: days.first > today ? query.choosing(earlier).href(slug: moment.slug) : nil,
      laterHref: later <= days.lastDate ? query.choosing(later).href(slug: moment.slug) : nil,
      chosenDay: formats.date(days.chosen, .long),
      parts: DayPart.parts(of: days.chosenStarts, moment.words, moment.call.text), isEmpty: days.chosenStarts.isEmpty)
  }
}
