import Core
import Database
import Routing
import Templates
import Web

/// When nobody is reminded.
enum QuietHoursHandlers {
  static let path = RuleWords.path + "/quiet"

  /// `GET /settings/messages/quiet`
  @Sendable static func edit(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let stored = try QuietSettings.find(in: db)
    let canChange = db.scope.holds(.changeSettings)
    return .page(page(stored, values(stored.hours), FormErrors(), canChange: canChange, isConflict: false, call))
  }

  /// `POST /settings/messages/quiet`. What waits is put off, or sent earlier, as the new hours say.
  @Sendable static func update(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let stored = try QuietSettings.find(in: db.reader)
    let typed = FormValues(call.form)
    let (hours, errors) = parse(typed)
    guard errors.isEmpty else {
      return .page(page(stored, typed, errors, canChange: true, isConflict: false, call), status: 422)
    }
    guard call.form["version"] == "\(stored.version)" else {
      return .page(page(stored, typed, errors, canChange: true, isConflict: true, call), status: 409)
    }
    let changed = values(hours).names(differingFrom: values(stored.hours))
    guard !changed.isEmpty else { return .redirect(path + "?saved=1") }
    let rules = try NoticeRules.all(in: db.reader)
    let event = AuditEvent("message.quiet.change", "messaging_setting", nil, fields: changed)
    let isSaved = try db.transaction(event) { tx in
      guard try QuietSettings.save(hours, version: stored.version, in: tx) else { return false }
      for rule in rules { try Replanning.start(rule.rule, now: call.now, in: tx) }
      return true
    }
    guard isSaved else { throw Refusal.conflict }
    return .redirect(path + "?saved=1")
  }

  static func words(_ hours: QuietHours, _ call: Call) -> String {
    guard hours.isOn else { return call.text.text("messages.quiet.off") }
    return call.text.text(
      "messages.quiet.state", ["from": time(hours.from, call.formats), "to": time(hours.to, call.formats)])
  }

  private static func time(_ minutes: Int, _ formats: Formats) -> String {
    LocalTime(minutes: minutes).map { formats.time($0) } ?? ""
  }

  private static func values(_ hours: QuietHours) -> FormValues {
    FormValues([
      "quiet": hours.isOn ? "1" : "", "quiet-from": LocalTime(minutes: hours.from)?.description ?? "",
      "quiet-to": LocalTime(minutes: hours.to)?.description ?? "",
    ])
  }

  private static func parse(_ typed: FormValues) -> (hours: QuietHours, errors: FormErrors) {
    var errors = FormErrors()
    func minutes(_ field: String) -> Int {
      // 24:00 is no time that a day begins or ends at twice.
      guard let time = LocalTime(text: typed[field]), time.minutes < 1440 else {
        errors.refuse(field, "messages.quiet.timeInvalid")
        return 0
      }
      return time.minutes
    }
    let hours = QuietHours(isOn: typed.isOn("quiet"), from: minutes("quiet-from"), to: minutes("quiet-to"))
    if errors.isEmpty, hours.length > QuietHours.maximumMinutes {
      errors.refuse("quiet-to", "messages.quiet.tooLong", ["most": "\(QuietHours.maximumMinutes / 60)"])
    }
    return (hours, errors)
  }

  private static func page(
    _ stored: QuietSettings.Stored, _ values: FormValues, _ errors: FormErrors, canChange: Bool, isConflict: Bool,
    _ call: Call
  ) -> QuietHoursPage {
    var builder = FormBuilder(
      call.text, values, stored: isConflict ? self.values(stored.hours) : nil, errors: errors)
    builder.check("quiet", "messages.quiet.isOn", hint: "messages.quiet.isOnHint")
    builder.line("quiet-from", type: "time", "messages.quiet.from", isRequired: true)
    builder.line("quiet-to", type: "time", "messages.quiet.to", isRequired: true)
    return QuietHoursPage(
      title: call.text.text("messages.quiet.title"), isSaved: call.query["saved"] != nil,
      form: EditForm(
        action: path, version: "\(stored.version)", controls: builder.controls, canChange: canChange,
        isConflict: isConflict, backHref: RuleWords.path))
  }
}
