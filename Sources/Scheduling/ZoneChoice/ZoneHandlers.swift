import Core
import Database
import Routing
import Templates
import Web

/// `/{practice}/book/zone`: in which zone the times of the booking page are to be read. Choosing leads back there, with
/// service, practitioner and day as they were.
enum ZoneHandlers {
  @Sendable static func choose(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let moment = try BookingMoment(call, BookingQuery(call.query), db)
    let typed = SingleLine.clean(call.query["q"] ?? "")
    let region = call.query["region"].flatMap { ZoneNames.regions.contains($0) ? $0 : nil }
    let found = ZoneList.matching(typed, call.formats)
    let own = moment.zone.name
    let others = ZoneNames.common.filter { $0 != own }
    return .page(
      BookZonePage(
        title: call.text.text("booking.zone.title"), current: moment.words.label(at: call.now),
        action: "/\(moment.slug)/book#when", searchAction: "/\(moment.slug)/book/zone",
        backHref: moment.query.href(slug: moment.slug) + "#when",
        hidden: fields(moment).filter { $0.name != "zone" }, searchHidden: fields(moment), typed: typed,
        wasSearched: !typed.isEmpty, found: options(Array(found.prefix(ZoneList.mostFound)), moment),
        isCut: found.count > ZoneList.mostFound, common: options([own], moment) + byOffset(options(others, moment)),
        regions: ZoneNames.regions.map { name in
          RegionLink(
            href: BookingQuery.address("/\(moment.slug)/book/zone", moment.query.fields + [("region", name)])
              + "#region",
            name: word(name, call.text), isCurrent: name == region)
        },
        region: region.map { word($0, call.text) }, zones: region.map { list(ZoneList.of($0), moment) } ?? []))
  }

  private static func fields(_ moment: BookingMoment) -> [HiddenField] {
    moment.query.fields.map { HiddenField(name: $0.name, value: $0.value) }
  }

  /// A name that this system has no rules for is left out.
  private static func options(_ names: [String], _ moment: BookingMoment) -> [ZoneOption] {
    names.compactMap { name in
      do throws(ZoneError) {
        let zone = try Zone(name: name)
        return ZoneOption(zone, isCurrent: name == moment.words.zone.name, at: moment.call.now, moment.call.formats)
      } catch { return nil }
    }
  }

  private static func list(_ names: [String], _ moment: BookingMoment) -> [FormOption] {
    options(names, moment).sorted { ($0.name, $0.value) < ($1.name, $1.value) }
      .map { FormOption(value: $0.value, label: $0.name + ", " + $0.offsetText, isChosen: $0.isCurrent) }
  }

  /// From the west to the east, as clocks go.
  private static func byOffset(_ options: [ZoneOption]) -> [ZoneOption] {
    options.sorted { ($0.offset, $0.name) < ($1.offset, $1.name) }
  }

  private static func word(_ region: String, _ text: Localizer) -> String {
    switch region {
    case "Africa": text.text("booking.zone.africa")
    case "America": text.text("booking.zone.america")
    case "Antarctica": text.text("booking.zone.antarctica")
    case "Arctic": text.text("booking.zone.arctic")
    case "Asia": text.text("booking.zone.asia")
    case "Atlantic": text.text("booking.zone.atlantic")
    case "Australia": text.text("booking.zone.australia")
    case "Europe": text.text("booking.zone.europe")
    case "Indian": text.text("booking.zone.indian")
    default: text.text("booking.zone.pacific")
    }
  }
}
