/// FHIR R4 `Observation` (section 10.1), vital signs only.
enum ObservationMapping {
  static func map(_ context: MappingContext) throws(MappingStop) -> ImportedObservation {
    let node = context.resource
    guard let status = try node.code("status", as: ImportedObservation.Status.self) else {
      throw node.refusal(of: "status", .missing)
    }
    if status == .enteredInError { throw .leftOut(.enteredInError) }
    if status == .cancelled { throw .leftOut(.cancelled) }
    let code = try node.requiredConcept("code")
    try refuseOtherCategories(node, code: code)
    let patient = try context.patient("subject")
    let value = try value(node)
    let components = try components(node)
    try refuseEmpty(node, value: value, components: components)
    return ImportedObservation(
      source: context.source, patient: patient, encounter: try context.encounter(), code: code, status: status,
      effective: try node.timing("effective"), value: value, components: components,
      interpretations: try node.concepts("interpretation"), notes: try context.notes())
  }

  private static func refuseOtherCategories(_ node: JSONNode, code: CodedText) throws(MappingStop) {
    let categories = try node.concepts("category")
    for category in categories where category.codings.contains(where: { $0.code == "vital-signs" }) { return }
    if let other = categories.first { throw .leftOut(.observationCategory(other.codings.first?.code ?? other.text)) }
    guard code.codings.contains(where: { $0.system == "http://loinc.org" && vitalSigns.contains($0.code ?? "") })
    else { throw .leftOut(.noObservationCategory) }
  }

  /// The LOINC codes of FHIR R4's vital signs profile (section 10.1.6.1): known even without a category.
  private static let vitalSigns: Set<String> = [
    "85353-1", "9279-1", "8867-4", "2708-6", "59408-5", "8310-5", "8302-2", "9843-4", "29463-7", "39156-5",
    "85354-9", "8480-6", "8462-4", "8287-5", "3141-9",
  ]

  private static func components(_ node: JSONNode) throws(MappingStop) -> [ImportedObservation.Component] {
    var components: [ImportedObservation.Component] = []
    for item in try node.list("component") {
      guard let value = try value(item) else { throw item.refusal(of: "value[x]", .noValue) }
      components.append(ImportedObservation.Component(code: try item.requiredConcept("code"), value: value))
    }
    return components
  }

  /// An observation that says nothing: left out when it says why, refused when it does not.
  private static func refuseEmpty(
    _ node: JSONNode, value: ImportedObservation.Value?, components: [ImportedObservation.Component]
  ) throws(MappingStop) {
    let values = [value].compactMap(\.self) + components.map(\.value)
    var reason: String?
    for value in values {
      guard case .absent(let text) = value else { return }
      reason = reason ?? text
    }
    if let reason { throw .leftOut(.noMeasurement(reason)) }
    if try !node.list("hasMember").isEmpty { throw .leftOut(.panel) }
    throw node.refusal(of: "value[x]", .noValue)
  }

  /// `value[x]` or `dataAbsentReason` of an observation or component.
  private static func value(_ node: JSONNode) throws(MappingStop) -> ImportedObservation.Value? {
    if let quantity = try node.quantity("valueQuantity") { return .quantity(quantity) }
    if let concept = try node.concept("valueCodeableConcept") { return .concept(concept) }
    if let text = try plainText(node) { return .text(text) }
    if node.peek("valueSampledData") != nil { throw .leftOut(.sampledData) }
    return try node.concept("dataAbsentReason").map { .absent($0.text) }
  }

  private static func plainText(_ node: JSONNode) throws(MappingStop) -> String? {
    if let text = try node.string("valueString") { return text }
    if let number = try node.number("valueInteger") { return number }
    if let flag = try node.bool("valueBoolean") { return flag ? "yes" : "no" }
    if let range = try node.range("valueRange") { return range }
    if let ratio = try node.ratio("valueRatio") { return ratio }
    if let time = try node.string("valueTime") { return time }
    if let time = try node.time("valueDateTime") { return time.description }
    return try node.period("valuePeriod")?.description
  }
}
