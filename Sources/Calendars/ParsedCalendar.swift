internal import CIcal
internal import Core

/// A calendar file in libical's hands. Ends with this value's last use.
final class ParsedCalendar {
  private let root: OpaquePointer
  /// The calendars of the file, usually one.
  let calendars: [OpaquePointer]

  /// Nil for what is no calendar.
  init?(_ bytes: [UInt8]) {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let text = bytes.starts(with: mark) ? Array(bytes.dropFirst(mark.count)) : bytes
    guard !text.contains(0) else { return nil }
    // An oddity of the file is no reason to end the process.
    icalerror_set_errors_are_fatal(0)
    let parsed = (text + [0]).withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: CChar.self) { icalparser_parse_string($0.baseAddress) }
    }
    guard let parsed else { return nil }
    root = parsed
    switch icalcomponent_isa(parsed) {
    case ICAL_VCALENDAR_COMPONENT: calendars = [parsed]
    case ICAL_XROOT_COMPONENT: calendars = ParsedCalendar.parts(of: parsed, ICAL_VCALENDAR_COMPONENT)
    default: calendars = []
    }
    if calendars.isEmpty { return nil }
  }

  deinit { icalcomponent_free(root) }

  static func parts(of component: OpaquePointer, _ kind: icalcomponent_kind) -> [OpaquePointer] {
    var found: [OpaquePointer] = []
    var next = icalcomponent_get_first_component(component, kind)
    while let part = next {
      found.append(part)
      next = icalcomponent_get_next_component(component, kind)
    }
    return found
  }

  static func properties(of component: OpaquePointer, _ kind: icalproperty_kind) -> [OpaquePointer] {
    var found: [OpaquePointer] = []
    var next = icalcomponent_get_first_property(component, kind)
    while let property = next {
      found.append(property)
      next = icalcomponent_get_next_property(component, kind)
    }
    return found
  }
}
