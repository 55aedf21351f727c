import Routing
import Templates

/// Where the code from the mail is typed. Says the same for known and unknown addresses.
struct PatientCodePage: Page {
  static let template = "identity/patient-code"
  let title: String
  let slug: String
  let challenge: String
  /// Until when the code counts, on the practice's clock.
  let until: String
  let zone: String
  let code: FormField

  static let fields: [Field<PatientCodePage>] = [
    .text("title") { $0.title },
    .text("slug") { $0.slug },
    .text("challenge") { $0.challenge },
    .text("until") { $0.until },
    .text("zone") { $0.zone },
    .flag("hasErrors") { $0.code.error != nil },
    .list("errors") { $0.code.problems },
    .object("code") { $0.code },
  ]
  static let examples = [
    PatientCodePage(
      title: "Check your email", slug: "harbor", challenge: "0190", until: "11:25", zone: "Dublin time (GMT)",
      code: FormField(id: "code", value: "", error: nil)),
    PatientCodePage(
      title: "Check your email", slug: "harbor", challenge: "0190", until: "11:25 am", zone: "Dublin time (GMT)",
      code: FormField(id: "code", value: "", error: "Six digits, please")),
  ]
}
