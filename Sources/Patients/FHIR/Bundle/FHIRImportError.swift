public import Web

/// Why a file as a whole cannot be imported.
public enum FHIRImportError: Error, Hashable, Sendable {
  case notJSON(JSONError)
  case xml
  case severalResources
  /// Not an object with a `resourceType`.
  case notFHIR
  case singleResource(String)
  case unsupportedBundleType(String)
  case wrongVersion(found: FHIRVersion, path: String)
  case malformedBundle(path: String, RefusalReason)
  case emptyBundle
  case noPatient
}

/// The FHIR versions we can tell from R4.
public enum FHIRVersion: Hashable, Sendable {
  case dstu2, stu3, dstu2OrSTU3, r5
  /// Named by the file itself, such as `3.5.0`.
  case named(String)

  public var name: String {
    switch self {
    case .dstu2: "DSTU2"
    case .stu3: "STU3"
    case .dstu2OrSTU3: "DSTU2 or STU3"
    case .r5: "R5"
    case .named(let text): text.clipped
    }
  }
}

extension FHIRImportError: ImportMessage {
  public var messageKey: String {
    switch self {
    case .notJSON: "fhir.file.not-json"
    case .xml: "fhir.file.xml"
    case .severalResources: "fhir.file.several-resources"
    case .notFHIR: "fhir.file.not-fhir"
    case .singleResource: "fhir.file.single-resource"
    case .unsupportedBundleType: "fhir.file.unsupported-bundle-type"
    case .wrongVersion: "fhir.file.wrong-version"
    case .malformedBundle: "fhir.file.malformed-bundle"
    case .emptyBundle: "fhir.file.empty-bundle"
    case .noPatient: "fhir.file.no-patient"
    }
  }

  /// `notJSON` and `malformedBundle` add the key of the inner message as `problem`, beside its own arguments.
  public var arguments: [String: String] {
    switch self {
    case .notJSON(let error):
      error.fault.arguments.merging(
        ["line": String(error.line), "column": String(error.column), "problem": error.fault.messageKey]
      ) { _, new in new }
    case .malformedBundle(let path, let reason):
      reason.arguments.merging(["path": path, "problem": reason.messageKey]) { _, new in new }
    case .singleResource(let type), .unsupportedBundleType(let type): ["type": type.clipped]
    case .wrongVersion(let found, let path): ["version": found.name, "path": path]
    case .xml, .severalResources, .notFHIR, .emptyBundle, .noPatient: [:]
    }
  }

  public var sentence: String {
    switch self {
    case .notJSON(let error):
      "The file is not JSON. Line \(error.line), column \(error.column): \(error.fault.sentence)"
    case .xml: "The file is XML. Please export the record as FHIR R4 in JSON."
    case .severalResources:
      "The file holds one resource a line (NDJSON). Please export the record as one FHIR R4 Bundle."
    case .notFHIR: "The file is JSON but not FHIR: it has no resourceType."
    case .singleResource(let type):
      "The file is a single \(type.clipped), not a patient record. Please export the record as a FHIR R4 Bundle."
    case .unsupportedBundleType(let type):
      "Bundles of the type “\(type.clipped)” cannot be imported; transaction, batch, collection, searchset and "
        + "document can."
    case .wrongVersion(let found, let path):
      "The file is FHIR \(found.name), as \(path) shows. Please export the record as FHIR R4."
    case .malformedBundle(let path, let reason): "\(path): \(reason.sentence)"
    case .emptyBundle: "The Bundle has no entries."
    case .noPatient: "The Bundle holds no Patient."
    }
  }
}
