import Core
import Database
import Routing
import Templates

enum SettingsHandlers {
  @Sendable static func show(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    guard let state = try SettingsState.read(in: db) else { throw Refusal.notFound }
    let text = call.text
    let today = try Zone(name: db.practice.zoneName).local(call.now).date
    let next = try SettingsState.nextException(from: today, in: db)
    let rows = [
      SettingsRow(
        href: PracticeHandlers.path, icon: "home", name: text.text("practices.practice"),
        detail: [
          db.practice.name, db.practice.zoneName, db.practice.language.name, db.practice.currencyCode,
          db.practice.booksOnline ? nil : text.text("practices.noOnlineBooking"),
        ].compactMap { $0 }.joined(separator: " · ")),
      SettingsRow(
        href: LocationHandlers.path, icon: "pin", name: text.text("practices.locations"),
        detail: text.text("practices.locationCount", count: state.locations)),
      SettingsRow(
        href: "/settings/practitioners", icon: "users", name: text.text("practices.practitioners"),
        detail: text.text("practices.practitionerCount", count: state.practitioners)),
      SettingsRow(
        href: "/settings/rooms", icon: "door", name: text.text("practices.rooms"),
        detail: text.text("practices.roomCount", count: state.rooms) + ", "
          + text.text("practices.deviceCount", count: state.devices)),
      SettingsRow(
        href: "/settings/services", icon: "tag", name: text.text("practices.services"),
        detail: text.text("practices.serviceCount", count: state.services) + ", "
          + text.text("practices.serviceOnlineCount", ["count": String(state.servicesOnline)])),
      SettingsRow(
        href: "/settings/hours", icon: "clock", name: text.text("practices.hours"),
        detail: text.text(
          "practices.hoursState", ["some": String(state.practitionersWithHours), "all": String(state.practitioners)])),
      SettingsRow(
        href: "/settings/exceptions", icon: "calendar", name: text.text("practices.exceptions"),
        detail: next.map { exception in
          [
            call.formats.dateRange(exception.first, exception.last),
            exception.resource ?? exception.place.map { text.text("practices.exceptionAt", ["place": $0]) } ?? "",
            exception.reason,
          ].filter { !$0.isEmpty }.joined(separator: " · ")
        } ?? text.text("practices.noException")),
      SettingsRow(
        href: "/settings/messages", icon: "mail", name: text.text("practices.messages"),
        detail: text.text("practices.messagesWhat")),
      SettingsRow(
        href: "/settings/feeds", icon: "calendar", name: text.text("feeds.setting.title"),
        detail: text.text("feeds.setting.what")),
      SettingsRow(
        href: "/settings/consents", icon: "check", name: text.text("practices.consents"),
        detail: text.text("practices.consentsWhat")),
      SettingsRow(
        href: "/settings/retention", icon: "shield", name: text.text("practices.retention"),
        detail: text.text("practices.retentionWhat")),
    ]
    let signOn = SettingsRow(
      href: "/settings/single-sign-on", icon: "key", name: text.text("practices.signOn"),
      detail: text.text("practices.signOnWhat"))
    return .page(
      SettingsPage(title: text.text("practices.settings"), rows: rows + (db.scope.holds(.manageSignOn) ? [signOn] : []))
    )
  }
}
