/// What people call the resource types that are not imported.
enum ResourceTypes {
  static func sentence(_ type: String) -> String {
    if let name = names[type] { return "\(name) are not imported." }
    return "Resources of the type “\(type.clipped)” are not imported."
  }

  private static let names: [String: String] = [
    "Account": "Accounts", "Appointment": "Appointments", "AuditEvent": "Audit events", "Basic": "Custom resources",
    "Binary": "Raw files", "CarePlan": "Care plans", "CareTeam": "Care teams", "Claim": "Insurance claims",
    "ClaimResponse": "Answers to insurance claims", "Communication": "Messages", "Composition": "Document headers",
    "Consent": "Consents", "Coverage": "Insurance policies", "Device": "Devices", "DiagnosticReport": "Reports",
    "DocumentReference": "Documents", "EpisodeOfCare": "Episodes of care",
    "ExplanationOfBenefit": "Statements of insurance benefits", "FamilyMemberHistory": "Family histories",
    "Flag": "Flags", "Goal": "Goals", "Group": "Groups", "ImagingStudy": "Imaging studies", "Invoice": "Invoices",
    "List": "Lists", "Location": "Locations", "Media": "Photos and recordings",
    "MedicationAdministration": "Records of given medication", "MedicationDispense": "Pharmacy dispenses",
    "MedicationStatement": "Medication statements", "OperationOutcome": "Notes of the exporting server",
    "Organization": "Organizations", "Practitioner": "Practitioners", "PractitionerRole": "Practitioners’ roles",
    "Procedure": "Procedures", "Provenance": "Records of origin", "QuestionnaireResponse": "Filled-in questionnaires",
    "RelatedPerson": "Related persons", "RiskAssessment": "Risk assessments", "ServiceRequest": "Orders and referrals",
    "Specimen": "Specimens", "SupplyDelivery": "Deliveries of supplies", "Task": "Tasks",
  ]
}
