import Core
import Routing
import Templates

/// The form of what a patient wants: each channel, and their clock.
struct PatientMessageForm {
  let call: Call
  let stored: Preference
  /// Of the practice.
  let zone: Zone
  /// Channels that the patient has agreed to.
  let agreed: Set<Channel>
  /// In the order they are shown: WhatsApp only where the practice has it, or it was refused before.
  let channels: [Channel]

  init(_ call: Call, _ stored: Preference, _ zone: Zone, agreed: Set<Channel>, hasWhatsApp: Bool) {
    self.agreed = agreed
    channels = [.email, .sms] + (hasWhatsApp || stored.refusals[.whatsapp] != nil ? [.whatsapp] : [])
    self.call = call
    self.stored = stored
    self.zone = zone
  }

  private static func field(_ channel: Channel) -> String { "use-\(channel.rawValue)" }

  var values: FormValues {
    let wanted = channels.map { channel in
      (PatientMessageForm.field(channel), stored.refusals[channel] == nil ? "1" : "")
    }
    return FormValues(Dictionary(uniqueKeysWithValues: wanted + [("zone", stored.zone ?? "")]))
  }

  /// What was typed, laid over what is stored: who said no first is kept.
  func parse(_ typed: FormValues) -> (preference: Preference, errors: FormErrors) {
    var errors = FormErrors()
    var refusals = stored.refusals
    for channel in channels {
      let isWanted = typed.isOn(PatientMessageForm.field(channel))
      // The patient's own word is taken back by the patient alone.
      if let refusal = stored.refusals[channel], refusal.source != .staff { continue }
      if isWanted {
        refusals[channel] = nil
      } else if refusals[channel] == nil {
        refusals[channel] = Preference.Refusal(source: .staff, at: call.now)
      }
    }
    let zone = typed["zone"].isEmpty ? nil : FormRules.zone(typed, "zone", &errors)
    return (Preference(zone: zone, refusals: refusals, version: stored.version), errors)
  }

  func form(
    _ typed: FormValues, _ patient: PatientID, errors: FormErrors = FormErrors(), isConflict: Bool = false,
    canChange: Bool
  ) -> EditForm {
    var builder = FormBuilder(call.text, typed, stored: isConflict ? values : nil, errors: errors)
    builder.choice("zone", zones(typed["zone"]), "messages.patient.zone", hint: "messages.patient.zoneHint")
    return EditForm(
      action: PatientMessageHandlers.path(patient), version: "\(stored.version)",
      controls: channels.map { control($0, typed, isConflict) } + builder.controls,
      canChange: canChange, isConflict: isConflict, backHref: "/patients/\(patient)/privacy")
  }

  private func control(_ channel: Channel, _ typed: FormValues, _ isConflict: Bool) -> FormControl {
    let field = PatientMessageForm.field(channel)
    let isOther = isConflict && values.isOn(field) != typed.isOn(field)
    return FormControl(
      id: field, kind: .check, label: call.text.text("messages.patient.use.\(channel.rawValue)"),
      hint: hint(channel), value: typed[field], error: nil,
      stored: isOther ? call.text.text(values.isOn(field) ? "forms.yes" : "forms.no") : nil, isRequired: false)
  }

  private func hint(_ channel: Channel) -> String? {
    if let refusal = stored.refusals[channel] { return words(refusal) }
    guard channel != .email, !agreed.contains(channel) else { return nil }
    return call.text.text(channel == .sms ? "messages.patient.notAgreed" : "messages.patient.notAgreed.whatsapp")
  }

  /// Since when it is not wanted, and by whose word.
  private func words(_ refusal: Preference.Refusal) -> String {
    let date = call.formats.date(zone.local(refusal.at).date, .long)
    return call.text.text("messages.patient.refused.\(refusal.source.rawValue)", ["date": date])
  }

  /// Where most people live, and the one that is set even when it is none of them.
  private func zones(_ current: String) -> [(value: String, label: String)] {
    let names = ZoneNames.common.contains(current) || current.isEmpty ? ZoneNames.common : [current] + ZoneNames.common
    return [("", call.text.text("messages.patient.zoneOfVisit"))]
      + names.map { name in (name, String(name.map { $0 == "_" ? " " : $0 })) }
  }
}
