public import Core

/// A FHIR R4 `Patient`.
public struct ImportedPatient: ImportedRecord {
  public let source: SourceID
  /// The official name, else the usual one, else any current one; all given names joined by a space.
  public let name: PersonName
  public let gender: AdministrativeGender?
  public let birthDate: PartialDate?
  public let deceased: Deceased?
  /// Preferred ones (`rank`) first, then in the order written. Old ones are dropped.
  public let contacts: [ImportedContact]
  public let address: ImportedAddress?
  /// The preferred language of communication, or the first we speak; nil when we speak none of them.
  public let language: Language?
  /// Current identifiers: record, insurance, passport numbers and the like.
  public let identifiers: [ImportedIdentifier]

  public var phone: String? { contacts.first { $0.system == .phone || $0.system == .sms }?.value }
  public var email: String? { contacts.first { $0.system == .email }?.value }
  /// The medical record number (code `MR` of HL7 table 0203).
  public var recordNumber: String? { identifiers.first { $0.typeCode == "MR" }?.value }

  public var summary: String {
    Summary.line(name.full, [gender?.rawValue, birthDate.map { "born " + $0.description }, deceased?.phrase])
  }
}

/// FHIR value set `administrative-gender`.
public enum AdministrativeGender: String, CaseIterable, Hashable, Sendable { case male, female, other, unknown }

/// FHIR `Patient.deceased[x]`.
public enum Deceased: Hashable, Sendable {
  case no, yes
  case on(FHIRTime)

  var phrase: String? {
    switch self {
    case .no: nil
    case .yes: "deceased"
    case .on(let time): "died " + time.description
    }
  }
}

/// A FHIR `ContactPoint` we can use.
public struct ImportedContact: Hashable, Sendable {
  public enum System: String, CaseIterable, Hashable, Sendable { case phone, sms, email }
  public let system: System
  public let value: String
  /// home, work, temp or mobile.
  public let use: String?
}

/// A FHIR `Address`.
public struct ImportedAddress: Hashable, Sendable {
  public let lines: [String]
  public let city: String?
  public let district: String?
  public let state: String?
  public let postalCode: String?
  public let country: String?
  /// The whole address as one text, when the source wrote it so.
  public let text: String?
}

/// A FHIR `Identifier`.
public struct ImportedIdentifier: Hashable, Sendable {
  public let system: String?
  public let value: String
  /// HL7 table 0203: MR record number, SS social security, DL driving licence, PPN passport …
  public let typeCode: String?
  public let type: String?
}
