import Core
import Database
import Routing
import Templates

/// The pages of a resource, put together.
enum ResourceForm {
  static func find(_ call: Call, _ group: ResourceGroup, _ db: borrowing TenantReader) throws -> ResourceRecord {
    guard let found = try ResourceRecords.find(try call.id("resource"), of: group.kinds, in: db) else {
      throw Refusal.notFound
    }
    return found
  }

  static func choices(_ call: Call, _ db: borrowing TenantReader, _ stored: ResourceRecord?) throws -> ResourceChoices {
    try ResourceChoices.read(for: stored, none: call.text.text("scheduleSettings.none"), in: db)
  }

  static func row(_ record: ResourceRecord, _ group: ResourceGroup, _ call: Call) -> SettingsRow {
    let icon =
      switch record.kind {
      case .practitioner: "user"
      case .room: "door"
      case .device: "device"
      }
    return SettingsRow(
      href: "\(group.path)/\(record.id)", icon: icon, name: record.name,
      detail: record.kind == .practitioner && !record.title.isEmpty ? record.title : kind(record.kind, call.text),
      isActive: record.isActive)
  }

  static func kind(_ kind: Resource.Kind, _ text: Localizer) -> String {
    switch kind {
    case .practitioner: text.text("scheduleSettings.kind.practitioner")
    case .room: text.text("scheduleSettings.kind.room")
    case .device: text.text("scheduleSettings.kind.device")
    }
  }

  static func reply(
    _ call: Call, _ db: borrowing TenantReader, _ group: ResourceGroup, _ stored: ResourceRecord?, _ typed: FormValues,
    errors: FormErrors = FormErrors(), isConflict: Bool = false
  ) throws -> Reply {
    let page = try page(call, db, group, stored, typed, errors: errors, isConflict: isConflict)
    return .page(page, status: page.form.status)
  }

  static func page(
    _ call: Call, _ db: borrowing TenantReader, _ group: ResourceGroup, _ stored: ResourceRecord?, _ values: FormValues,
    errors: FormErrors = FormErrors(), isConflict: Bool = false
  ) throws -> ResourceEditPage {
    let choices = try choices(call, db, stored)
    var form = FormBuilder(call.text, values, stored: isConflict ? stored?.values : nil, errors: errors)
    if stored == nil, group.kinds.count > 1 {
      form.choice("kind", group.kinds.map { ($0.rawValue, kind($0, call.text)) }, "scheduleSettings.kind")
    }
    form.line("name", "scheduleSettings.name", isRequired: true)
    if group == .practitioners {
      form.line("title", "scheduleSettings.profession", hint: "scheduleSettings.professionHint")
      form.choice("user", choices.users, "scheduleSettings.user", hint: "scheduleSettings.userHint")
      form.choice(
        "color", SettingsColors.options(call.text), "scheduleSettings.color", hint: "scheduleSettings.colorHint")
    }
    if group == .rooms {
      form.number("capacity", ClaimLanes.capacities, "scheduleSettings.capacity", hint: "scheduleSettings.capacityHint")
    }
    form.choice(
      "location", choices.locations, "scheduleSettings.location",
      hint: group == .rooms && choices.locations.count > 1 ? "scheduleSettings.noLocationHint" : nil)
    form.number("position", ResourceDraft.positions, "forms.position", hint: "forms.positionHint")
    let canChange = SettingsRight.canChange(db)
    let address = stored.map { "\(group.path)/\($0.id)" }
    return ResourceEditPage(
      title: stored?.name ?? call.text.text(group.newKey), listHref: group.path,
      listTitle: call.text.text(group.titleKey),
      form: EditForm(
        action: address ?? group.path, version: stored?.fingerprint ?? "", controls: form.controls,
        canChange: canChange,
        isConflict: isConflict, backHref: group.path),
      hoursHref: group == .practitioners ? stored.map { "/settings/hours/\($0.id)" } : nil,
      activity: canChange ? stored.map { ActivityToggle(path: "\(group.path)/\($0.id)", isActive: $0.isActive) } : nil)
  }

  /// - Parameter path: the address of the thing, without a slash at the end.
  static func warning(
    _ booked: [BookedAppointment], _ call: Call, _ db: borrowing TenantReader, name: String, path: String
  ) throws -> Reply {
    guard let warning = BookedWarning(booked, try PlaceNames.read(in: db), call) else {
      throw Refusal.conflict
    }
    return .page(
      DeactivationPage(
        title: call.text.text("scheduleSettings.deactivateQuestion", ["name": name]), action: path + "/deactivation",
        backHref: path, warning: warning), status: 422)
  }
}
