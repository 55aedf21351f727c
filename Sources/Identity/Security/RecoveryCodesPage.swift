import Templates

/// The codes, once. Made to be printed: `templates/identity/_recovery-sheet`.
struct RecoverySheet: TemplateModel {
  /// Empty in the portal: the sheet may lie about.
  let name: String
  let practice: String
  let codes: [String]
  static let fields: [Field<RecoverySheet>] = [
    .flag("hasName") { !$0.name.isEmpty },
    .text("name") { $0.name },
    .text("practice") { $0.practice },
    .strings("codes") { $0.codes },
  ]
  static let examples = [
    RecoverySheet(name: "Mira Specimen", practice: "Harbour Lane Practice", codes: ["k7m2-xq4d-9abc-2def"]),
    RecoverySheet(name: "", practice: "<Lane>", codes: ["k7m2-xq4d-9abc-2def", "k7m2-xq4d-9abc-2deg"]),
  ]
}

struct RecoveryCodesPage: Page {
  static let template = "identity/recovery-codes"
  let title: String
  let sheet: RecoverySheet
  static let fields: [Field<RecoveryCodesPage>] = [.text("title") { $0.title }, .object("sheet") { $0.sheet }]
  static let examples = RecoverySheet.examples.map { RecoveryCodesPage(title: "Recovery codes", sheet: $0) }
}

/// The same in the portal.
struct PortalRecoveryCodesPage: Page {
  static let template = "portal/portal-recovery-codes"
  let title: String
  let sheet: RecoverySheet
  static let fields: [Field<PortalRecoveryCodesPage>] = [.text("title") { $0.title }, .object("sheet") { $0.sheet }]
  static let examples = RecoverySheet.examples.map { PortalRecoveryCodesPage(title: "Recovery codes", sheet: $0) }
}
