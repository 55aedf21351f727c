import Foundation
import Patients
import Testing

/// Our own small resources in `Fixtures/fhir`, and bundles put together from them as text, so that numbers and the
/// order of members reach the reader exactly as written.
enum FHIRFixture {
  static let limit = 20 * 1024 * 1024
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/fhir")

  static func text(_ name: String, _ edits: [(String, String)] = []) throws -> String {
    var text = try String(contentsOf: folder.appending(path: name + ".json"), encoding: .utf8)
    for (old, new) in edits {
      try #require(text.contains(old), "\(name).json does not hold \(old)")
      text = text.replacing(old, with: new)
    }
    return text
  }

  /// A collection bundle of resources, each with the fullUrl a server would give it.
  static func bundle(_ resources: [String], type: String = "collection") throws -> [UInt8] {
    let entries = try resources.map { resource in
      let object = try #require(try JSONSerialization.jsonObject(with: Data(resource.utf8)) as? [String: Any])
      let kind = try #require(object["resourceType"] as? String)
      guard let id = object["id"] as? String else { return #"{"resource": \#(resource)}"# }
      return #"{"fullUrl": "https://records.example/fhir/\#(kind)/\#(id)", "resource": \#(resource)}"#
    }
    let list = entries.joined(separator: ",\n")
    return Array(#"{"resourceType": "Bundle", "type": "\#(type)", "entry": [\#(list)]}"#.utf8)
  }

  /// The bytes of a bundle in which the resource, after edits, is entry 5 behind what it refers to.
  static func record(_ name: String, _ edits: [(String, String)]) throws -> [UInt8] {
    let others = ["patient", "practitioner", "role", "medication", "encounter"]
    return try bundle(try others.map { try text($0) } + [try text(name, edits)])
  }

  static func row(_ name: String, _ edits: (String, String)...) throws -> ImportPlan.Row {
    let plan = try ImportPlan.read(try record(name, edits), limit: limit)
    return try #require(plan.rows.last)
  }

  /// The patient of a file that is one Patient, after edits.
  static func patient(_ edits: (String, String)...) throws -> ImportPlan.Row {
    let plan = try ImportPlan.read(Array(try text("patient", edits).utf8), limit: limit)
    return try #require(plan.rows.first)
  }

  /// The error of a file that cannot be read.
  static func error(_ text: String) -> FHIRImportError? {
    do {
      _ = try FHIRBundle.parse(Array(text.utf8), limit: limit)
      return nil
    } catch {
      return error
    }
  }
}

extension ImportPlan.Row {
  /// "path: sentence" of a refused row.
  var refusal: String? {
    switch outcome {
    case .refused(let path, let reason): path + ": " + reason.sentence
    case .mapped, .leftOut: nil
    }
  }
  /// The sentence of a row left out.
  var omission: String? {
    switch outcome {
    case .leftOut(let reason): reason.sentence
    case .mapped, .refused: nil
    }
  }
  var patient: ImportedPatient? { value?.record as? ImportedPatient }
  var allergy: ImportedAllergy? { value?.record as? ImportedAllergy }
  var medication: ImportedMedication? { value?.record as? ImportedMedication }
  var condition: ImportedCondition? { value?.record as? ImportedCondition }
  var encounter: ImportedEncounter? { value?.record as? ImportedEncounter }
  var immunization: ImportedImmunization? { value?.record as? ImportedImmunization }
  var observation: ImportedObservation? { value?.record as? ImportedObservation }
}
