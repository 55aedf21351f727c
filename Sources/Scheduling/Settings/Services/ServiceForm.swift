import Core
import Database
import Routing
import Templates

/// The pages of a service, put together.
enum ServiceForm {
  static let path = "/settings/services"

  static func find(_ call: Call, _ db: borrowing TenantReader) throws -> ServiceRecord {
    guard let found = try ServiceRecords.find(try call.id("service"), in: db) else { throw Refusal.notFound }
    return found
  }

  static func currency(_ db: borrowing TenantReader) throws -> Currency {
    guard let currency = Currency(code: db.practice.currencyCode) else {
      throw UnknownCurrency(description: "the practice has a currency we do not know")
    }
    return currency
  }

  static func row(_ service: Service, isOffered: Bool, _ currency: Currency, _ call: Call) -> SettingsRow {
    var facts = [
      call.formats.duration(minutes: service.minutes),
      call.formats.money(Money(minor: service.priceMinor, currency), dropsZeroDecimals: true),
      mode(service.mode, call.text),
    ]
    if service.isGroup { facts.append(call.text.text("scheduleSettings.groupOf", count: service.places)) }
    if !service.booksOnline { facts.append(call.text.text("scheduleSettings.staffOnly")) }
    if !isOffered { facts.append(call.text.text("scheduleSettings.nobodyOffers")) }
    return SettingsRow(
      href: "\(path)/\(service.id)", icon: service.mode == .video ? "video" : "tag", name: service.name,
      detail: facts.joined(separator: " · "), isActive: service.isActive)
  }

  private static func mode(_ mode: Service.Mode, _ text: Localizer) -> String {
    switch mode {
    case .inPerson: text.text("scheduleSettings.mode.inPerson")
    case .video: text.text("scheduleSettings.mode.video")
    }
  }

  static func reply(
    _ call: Call, _ db: borrowing TenantReader, _ stored: ServiceRecord?, _ typed: FormValues,
    errors: FormErrors = FormErrors(), isConflict: Bool = false
  ) throws -> Reply {
    let page = try page(call, db, stored, typed, errors: errors, isConflict: isConflict)
    return .page(page, status: page.form.status)
  }

  static func page(
    _ call: Call, _ db: borrowing TenantReader, _ stored: ServiceRecord?, _ values: FormValues,
    errors: FormErrors = FormErrors(), isConflict: Bool = false
  ) throws -> ServiceEditPage {
    let currency = try currency(db)
    let choices = try ServiceChoices.read(using: stored?.used ?? [], in: db)
    let theirs = isConflict ? stored?.values(call.formats, currency) : nil
    let canChange = SettingsRight.canChange(db)
    let address = stored.map { "\(path)/\($0.service.id)" }
    return ServiceEditPage(
      title: stored?.service.name ?? call.text.text("scheduleSettings.newService"),
      form: EditForm(
        action: address ?? path, version: stored.map { String($0.service.version) } ?? "",
        controls: controls(call, FormBuilder(call.text, values, stored: theirs, errors: errors), choices),
        canChange: canChange,
        isConflict: isConflict, backHref: path),
      activity: canChange
        ? stored.map { ActivityToggle(path: "\(path)/\($0.service.id)", isActive: $0.service.isActive) } : nil)
  }

  private static func controls(_ call: Call, _ builder: FormBuilder, _ choices: ServiceChoices) -> [FormControl] {
    var form = builder
    form.line("name", "scheduleSettings.name", isRequired: true)
    form.choice("mode", Service.Mode.allCases.map { ($0.rawValue, mode($0, call.text)) }, "scheduleSettings.mode")
    form.area("description", "scheduleSettings.description", hint: "scheduleSettings.descriptionHint")
    form.number(
      "minutes", ServiceDraft.minutes, step: 5, "scheduleSettings.minutes", hint: "scheduleSettings.minutesHint")
    form.number("places", ServiceDraft.places, "scheduleSettings.places", hint: "scheduleSettings.placesHint")
    form.number("step", ServiceDraft.steps, step: 5, "scheduleSettings.step", hint: "scheduleSettings.stepHint")
    form.number(
      "bufferBefore", ServiceDraft.buffers, step: 5, "scheduleSettings.bufferBefore",
      hint: "scheduleSettings.bufferHint")
    form.number(
      "bufferAfter", ServiceDraft.buffers, step: 5, "scheduleSettings.bufferAfter", hint: "scheduleSettings.bufferHint")
    form.line("price", "scheduleSettings.price", hint: "scheduleSettings.priceHint", isRequired: true)
    form.line("lateFee", "scheduleSettings.lateFee", hint: "scheduleSettings.lateFeeHint", isRequired: true)
    form.number("notice", ServiceDraft.notice, "scheduleSettings.notice", hint: "scheduleSettings.noticeHint")
    form.number("horizon", ServiceDraft.horizon, "scheduleSettings.horizon", hint: "scheduleSettings.horizonHint")
    form.number(
      "cancelNotice", ServiceDraft.cancelNotice, "scheduleSettings.cancelNotice",
      hint: "scheduleSettings.cancelNoticeHint")
    form.choice("color", SettingsColors.options(call.text), "scheduleSettings.color")
    form.number("position", ServiceDraft.positions, "forms.position", hint: "forms.positionHint")
    form.check("booksOnline", "scheduleSettings.booksOnline", hint: "scheduleSettings.booksOnlineHint")
    rules(call.text, &form)
    for (field, options) in choices.groups where !options.isEmpty {
      switch field {
      case "practitioners":
        form.checks(field, options, "scheduleSettings.offeredBy", hint: "scheduleSettings.offeredByHint")
      case "rooms": form.checks(field, options, "scheduleSettings.usesRooms", hint: "scheduleSettings.usesRoomsHint")
      default: form.checks(field, options, "scheduleSettings.usesDevices", hint: "scheduleSettings.usesDevicesHint")
      }
    }
    return form.controls
  }

  private static func rules(_ text: Localizer, _ form: inout FormBuilder) {
    form.number("approval", ServiceDraft.approval, "scheduleSettings.approval", hint: "scheduleSettings.approvalHint")
    form.number(
      "openLimit", ServiceDraft.openLimits, "scheduleSettings.openLimit", hint: "scheduleSettings.openLimitHint")
    form.check("clusters", "scheduleSettings.clusters", hint: "scheduleSettings.clustersHint")
    form.choice(
      "audience", ServiceRules.Audience.allCases.map { ($0.rawValue, audience($0, text)) }, "scheduleSettings.audience",
      hint: "scheduleSettings.audienceHint")
    form.area("screening", "scheduleSettings.screening", hint: "scheduleSettings.screeningHint")
    form.line("deposit", "scheduleSettings.deposit", hint: "scheduleSettings.depositHint", isRequired: true)
  }

  private static func audience(_ audience: ServiceRules.Audience, _ text: Localizer) -> String {
    switch audience {
    case .everybody: text.text("scheduleSettings.audience.everybody")
    case .known: text.text("scheduleSettings.audience.known")
    case .new: text.text("scheduleSettings.audience.new")
    }
  }
}
