import Core
import Templates

/// One event as a table shows it.
struct TrailRow: TemplateModel {
  let moment: String
  let machine: String
  let icon: String
  let what: String
  let isRefusal: Bool
  let isFailure: Bool
  /// Names of fields, or codes; nil for none.
  let fields: String?
  let who: String
  let whoHref: String?
  let role: String?
  /// Who asked for what was done.
  let askedBy: String?
  let patient: String?
  let patientHref: String?
  let address: String?
  let request: String?

  static let fields: [Field<TrailRow>] = [
    .text("moment") { $0.moment },
    .text("machine") { $0.machine },
    .text("icon") { $0.icon },
    .text("what") { $0.what },
    .flag("isRefusal") { $0.isRefusal },
    .flag("isFailure") { $0.isFailure },
    .optionalText("fields") { $0.fields },
    .text("who") { $0.who },
    .optionalText("whoHref") { $0.whoHref },
    .optionalText("role") { $0.role },
    .optionalText("askedBy") { $0.askedBy },
    .optionalText("patient") { $0.patient },
    .optionalText("patientHref") { $0.patientHref },
    .optionalText("address") { $0.address },
    .optionalText("request") { $0.request },
  ]

  static let example = TrailRow(
    moment: "12 March 2026, 10:30 (GMT+1)", machine: "2026-03-12T09:30:05Z", icon: "eye", what: "Chart opened",
    isRefusal: true, isFailure: true, fields: "name,phone", who: "Dr <b>Mira</b> Specimen", whoHref: "/audit/people/0",
    role: "Practitioner", askedBy: "Jonas <i>", patient: "Erika Mustermann", patientHref: "/patients/0/access",
    address: "203.0.113.7",
    request: "00000000000000ff")
  static let bareExample = TrailRow(
    moment: "m", machine: "2026-03-12T09:30:05Z", icon: "mail", what: "notice.send", isRefusal: false,
    isFailure: false, fields: nil, who: "Praxis", whoHref: nil, role: nil, askedBy: nil, patient: nil, patientHref: nil,
    address: nil, request: nil)
}

extension TrailRow {
  /// - Parameter reader: decides which names are links.
  init(_ entry: TrailEntry, _ words: TrailWords, reader: TrailReader) {
    moment = words.moment(entry.at)
    machine = words.machine(entry.at)
    let kind = ActionClass(action: entry.action)
    icon = kind?.icon ?? "info"
    what = words.action(entry.action)
    isRefusal = kind == .refusal || entry.result == "refused"
    isFailure = entry.result == "failed"
    askedBy = entry.askedBy
    fields = entry.fields.isEmpty ? nil : entry.fields.split(separator: ",").joined(separator: ", ")
    who = words.who(entry.who)
    role = entry.role.flatMap { $0 == .patient ? nil : words.role($0) }
    if case .staff(let id, .some) = entry.who, reader.readsTrail {
      whoHref = "/audit/people/\(id)"
    } else {
      whoHref = nil
    }
    patient = entry.patient.map { _ in words.patient(entry.patientName) }
    let canOpen = reader.readsPatients && entry.patientName != nil
    patientHref = entry.patient.flatMap { canOpen ? "/patients/\($0)" : nil }
    address = entry.address.isEmpty ? nil : entry.address
    request = entry.request.isEmpty ? nil : entry.request
  }
}
