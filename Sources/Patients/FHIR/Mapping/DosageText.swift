/// FHIR R4 `Dosage` (section 2.24.0.9) as one English text.
enum DosageText {
  /// `asNeeded` when there are instructions and every one of them is.
  static func read(_ instructions: [JSONNode]) throws(MappingStop) -> (text: String?, asNeeded: Bool) {
    var parts: [(sequence: Int, order: Int, text: String)] = []
    var asNeeded = !instructions.isEmpty
    for (order, node) in instructions.enumerated() {
      let need = try need(node)
      if need == nil { asNeeded = false }
      let text = try text(node, need: need)
      // Sequences beyond any sense sort last instead of overflowing.
      let sequence = try node.number("sequence").flatMap { Int($0) } ?? .max
      if !text.isEmpty { parts.append((sequence, order, text)) }
    }
    let sorted = parts.sorted { ($0.sequence, $0.order) < ($1.sequence, $1.order) }
    let text = sorted.map(\.text).joined(separator: "; ")
    return (text.isEmpty ? nil : text, asNeeded)
  }

  /// "as needed", "as needed for pain"; nil when it is to be taken regularly.
  private static func need(_ node: JSONNode) throws(MappingStop) -> String? {
    if let reason = try node.concept("asNeededCodeableConcept") { return "as needed for " + reason.text }
    return try node.bool("asNeededBoolean") == true ? "as needed" : nil
  }

  /// The writer's own text when there is one, else built from the parts.
  private static func text(_ node: JSONNode, need: String?) throws(MappingStop) -> String {
    if let text = try node.string("text") {
      guard let need, !text.lowercased().contains("as needed") else { return text }
      return text + ", " + need
    }
    var parts: [String] = []
    if let dose = try dose(node) { parts.append(dose) }
    if let method = try node.concept("method") { parts.append(method.text) }
    if let route = try node.concept("route") { parts.append(route.text) }
    if let site = try node.concept("site") { parts.append(site.text) }
    if let timing = try node.member("timing") { parts += try TimingText.read(timing) }
    if let need { parts.append(need) }
    for concept in try node.concepts("additionalInstruction") { parts.append(concept.text) }
    if let text = try node.string("patientInstruction") { parts.append(text) }
    if let limit = try node.ratio("maxDosePerPeriod") { parts.append("at most " + limit) }
    if let limit = try node.quantity("maxDosePerAdministration") { parts.append("at most \(limit) at a time") }
    return parts.joined(separator: ", ")
  }

  private static func dose(_ node: JSONNode) throws(MappingStop) -> String? {
    for item in try node.list("doseAndRate") {
      let rate = try rate(item)
      guard let dose = try amount(item) else {
        if let rate { return rate }
        continue
      }
      return rate.map { dose + " at " + $0 } ?? dose
    }
    return nil
  }

  private static func amount(_ item: JSONNode) throws(MappingStop) -> String? {
    if let quantity = try item.quantity("doseQuantity") { return quantity.description }
    return try item.range("doseRange")
  }
  private static func rate(_ item: JSONNode) throws(MappingStop) -> String? {
    if let ratio = try item.ratio("rateRatio") { return ratio }
    if let range = try item.range("rateRange") { return range }
    return try item.quantity("rateQuantity")?.description
  }
}
