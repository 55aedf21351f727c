/// GET addresses of staff that leave no reading in the trail, reviewed: none of them shows anything of a patient.
enum RoutesWithoutPatients {
  static let all = Set(reviewed.flatMap(\.patterns))

  static let reviewed: [(reason: String, patterns: [String])] = [
    (
      "the own account and session",
      [
        "/account", "/account/security", "/account/password", "/account/authenticator", "/account/passkeys/new",
        "/account/practices", "/account/feed", "/account/calendars", "/account/single-sign-on",
        "/account/single-sign-on/return", "/account/calendars/google", "/account/calendars/google/consent",
        "/account/calendars/google/permission",
        "/session", "/session/activity", "/session/confirmation", "/session/passkey",
      ]
    ),
    ("members of staff", ["/team", "/team/{user}", "/team/{user}/supervision", "/team/invitations/new"]),
    (
      "the practice's own settings; a change that touches appointments is a POST, which records those it shows",
      [
        "/settings", "/settings/practice", "/settings/locations", "/settings/locations/new",
        "/settings/locations/{location}", "/settings/practitioners", "/settings/practitioners/new",
        "/settings/practitioners/{resource}", "/settings/rooms", "/settings/rooms/new", "/settings/rooms/{resource}",
        "/settings/services", "/settings/services/new", "/settings/services/{service}", "/settings/hours",
        "/settings/hours/{resource}", "/settings/exceptions", "/settings/retention",
        "/settings/consents", "/settings/feeds", "/settings/single-sign-on", "/settings/messages",
        "/settings/messages/names", "/settings/messages/quiet", "/settings/messages/answering",
        "/settings/messages/carrier", "/settings/messages/trial",
        "/settings/messages/{rule}", "/settings/messages/{rule}/text",
        "/settings/messages/{rule}/whatsapp",
      ]
    ),
    (
      "numbers alone: what an open page asks every few seconds",
      ["/calendar/version", "/patients/{patient}/exports/version"]
    ),
    ("an empty form", ["/patients/new", "/emergency-access"]),
    ("names of files and numbers of records", ["/patients/import"]),
    (
      "leads on and shows nothing itself",
      [
        "/patients/search", "/patients/{patient}", "/patients/import/{import}/confirmation",
        "/patients/import/{import}/undo", "/audit/export", "/patients/{patient}/exports/{export}/file",
      ]
    ),
  ]

  /// Pages below the folders of patients' data that do not say themselves what they show, and why.
  static let silentPages: [String: String] = [
    "ImportListPage": "names of files and numbers of records",
    "PatientDetailsPage": "the route records its patient", "CareTeamPage": "the route records its patient",
    "EmergencyPage": "a form; nobody is named", "EmergencyListPage": "the route records a look at the list",
    "ChartPage": "the route records its patient",
    "PatientPrivacyPage": "the route records its patient", "PatientErasurePage": "the route records its patient",
    "RetentionPage": "a setting", "PatientConsentsPage": "the route records its patient",
    "PatientExportPage": "the route records its patient", "PortalExportPage": "the patient's own",
    "PortalConsentPage": "the patient's own", "ConsentSettingsPage": "a setting",
    "PatientAccessPage": "the route records its patient", "AuditListPage": "the route records a look at the trail",
    "AuditPersonPage": "the route records a look at the trail", "PortalAccessPage": "the patient's own",
    "IncidentListPage": "names no patient; the route records the look",
    "IncidentNewPage": "the route records a look at who is affected",
    "IncidentPage": "the route records a look at who is affected",
  ]
}
