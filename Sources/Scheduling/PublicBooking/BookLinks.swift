import Core
import Routing
import Templates

enum ServiceLinks {
  static func make(_ service: Service, isCurrent: Bool, _ query: BookingQuery, _ moment: BookingMoment) -> ChoiceLink {
    let place = moment.call.text.text(service.mode == .video ? "booking.byVideo" : "booking.inPerson")
    return ChoiceLink(
      href: query.choosing(service.id).href(slug: moment.slug) + "#next", name: service.name,
      detail: service.description.isEmpty ? nil : service.description,
      facts: [moment.call.formats.duration(minutes: service.minutes), place]
        + (service.isGroup ? [moment.call.text.text("booking.groupOf", count: service.places)] : [])
        + (service.rules.approvalHours == nil ? [] : [moment.call.text.text("booking.onRequest")]),
      price: service.priceMinor > 0 ? moment.money(service.priceMinor) : nil, isCurrent: isCurrent)
  }
}

enum PeopleLinks {
  /// "Whoever is free" first, then everybody who offers the service.
  static func make(_ offering: Offering, _ query: BookingQuery, _ moment: BookingMoment) -> [ChoiceLink] {
    let anyone = ChoiceLink(
      href: query.choosing(practitioner: nil).href(slug: moment.slug) + "#when",
      name: moment.call.text.text("booking.anyone"),
      detail: nil, facts: [], price: nil, isCurrent: query.practitioner == nil)
    return [anyone]
      + offering.practitioners.map { person in
        ChoiceLink(
          href: query.choosing(practitioner: person.id).href(slug: moment.slug) + "#when", name: person.name,
          detail: nil,
          facts: person.title.isEmpty ? [] : [person.title], price: nil, isCurrent: query.practitioner == person.id)
      }
  }
}

enum PlaceLinks {
  /// "Wherever" first, then each place, with its clock where it is not the practice's.
  static func make(
    _ days: BookingDays, chosen: WantedPlace, _ query: BookingQuery, _ moment: BookingMoment
  ) -> [ChoiceLink] {
    let (places, shown) = (days.places, days.chosenStarts.first?.start ?? moment.call.now)
    guard places.isOneOfSeveral else { return [] }
    let link = { (place: WantedPlace, name: String, facts: [String]) in
      ChoiceLink(
        href: query.choosing(place).href(slug: moment.slug) + "#when", name: name, detail: nil, facts: facts,
        price: nil,
        isCurrent: place == chosen)
    }
    return [link(.any, moment.call.text.text("booking.anyPlace"), [])]
      + places.all.map { site in
        let clock = places.clock(site)
        let isOther = clock.offset(at: shown) != moment.zone.offset(at: shown)
        return link(
          .exactly(site?.location), places.name(site),
          isOther ? [moment.call.formats.zoneLabel(clock, at: shown)] : [])
      }
  }
}

extension DayStrip {
  static func make(_ days: BookingDays, _ query: BookingQuery, _ moment: BookingMoment) -> DayStrip {
    let control = ZoneControl(
      href: query.choosing(days.chosen).zoneHref(slug: moment.slug), zone: moment.words.zone.name,
      ownHref: query.choosing(days.chosen).href(slug: moment.slug) + "#when")
    return make(days, words: moment.words, text: moment.call.text, now: moment.call.now, zoneControl: control) { date in
      query.choosing(date).href(slug: moment.slug) + "#when"
    }
  }

  /// - Parameters:
  ///   - zoneControl: nil where the zone cannot be chosen.
  ///   - href: the page that shows a day.
  static func make(
    _ days: BookingDays, words: SlotWords, text: Localizer, now: Instant, zoneControl: ZoneControl?,
    href: (LocalDate) -> String
  ) -> DayStrip {
    let today = words.local(now).date
    let links = days.starts.enumerated().map { offset, starts -> DayLink in
      let date = days.first.adding(days: offset)
      return DayLink(
        href: starts.isEmpty ? nil : href(date), weekday: words.formats.weekday(date.weekday, .short),
        day: String(date.day),
        note: starts.isEmpty ? text.text("booking.full") : text.text("booking.free", count: starts.count),
        fullDate: words.formats.date(date, .long), isCurrent: date == days.chosen)
    }
    let later = days.first.adding(days: BookingDays.stripDays)
    return DayStrip(
      zoneLabel: words.label(at: days.chosenStarts.first?.start ?? now), zoneControl: zoneControl, days: links,
      earlierHref: days.first > today ? href(max(days.first.adding(days: -BookingDays.stripDays), today)) : nil,
      laterHref: later <= days.lastDate ? href(later) : nil, chosenDay: words.formats.date(days.chosen, .long),
      parts: DayPart.parts(of: days.chosenStarts, first: days.suggested, words, text),
      isEmpty: days.chosenStarts.isEmpty)
  }
}
