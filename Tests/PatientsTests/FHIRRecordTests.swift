import Core
import Foundation
import Patients
import Testing

/// Forty synthetic records nobody here wrote, counted a second time with Foundation's JSON reader.
@Suite struct FHIRRecordTests {
  /// `$PRAXIS_SHARED_DATA/fhir-r4`, or the folder beside the checkout.
  private static var files: [URL] {
    let root = URL(filePath: #filePath).appending(path: "../../../../shared/data").standardizedFileURL
    let data = ProcessInfo.processInfo.environment["PRAXIS_SHARED_DATA"].map { URL(filePath: $0) } ?? root
    let folder = data.appending(path: "fhir-r4")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".json") }.sorted().map { folder.appending(path: $0) }
  }

  private static let mapped: Set<String> = [
    "Patient", "AllergyIntolerance", "MedicationRequest", "Condition", "Encounter", "Immunization",
  ]

  /// What must be mapped and what left out, after Foundation.
  private func expected(_ data: Data) throws -> (mapped: [String: Int], leftOut: [String: Int]) {
    let bundle = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    var counts: (mapped: [String: Int], leftOut: [String: Int]) = ([:], [:])
    for entry in try #require(bundle["entry"] as? [[String: Any]]) {
      let resource = try #require(entry["resource"] as? [String: Any])
      let type = try #require(resource["resourceType"] as? String)
      let categories = (resource["category"] as? [[String: Any]])?.compactMap { $0["coding"] as? [[String: Any]] } ?? []
      let isVitalSign = categories.joined().contains { $0["code"] as? String == "vital-signs" }
      if Self.mapped.contains(type) || type == "Observation" && isVitalSign {
        counts.mapped[type, default: 0] += 1
      } else {
        counts.leftOut[type, default: 0] += 1
      }
    }
    return counts
  }

  @Test(
    .enabled(
      if: !FHIRRecordTests.files.isEmpty, "the public records are neither at PRAXIS_SHARED_DATA nor at ../shared/data"))
  func everyResourceOfTheFortyRecordsIsMappedOrLeftOutWithAReason() throws {
    let files = Self.files
    #expect(files.count == 40)
    for file in files {
      let data = try Data(contentsOf: file)
      let plan = try ImportPlan.read(Array(data), limit: FHIRFixture.limit)
      let expected = try expected(data)
      let counts = plan.statistics
      #expect(plan.rows.compactMap(\.refusal) == [])
      #expect(
        Dictionary(uniqueKeysWithValues: counts.filter { $0.mapped > 0 }.map { ($0.resourceType, $0.mapped) })
          == expected.mapped)
      #expect(
        Dictionary(uniqueKeysWithValues: counts.filter { $0.leftOut > 0 }.map { ($0.resourceType, $0.leftOut) })
          == expected.leftOut)
      try check(plan, data)
    }
  }

  /// Content, not only counts: each patient's dates and names, and each measurement's digits as the file has them.
  private func check(_ plan: ImportPlan, _ data: Data) throws {
    let text = String(decoding: data, as: UTF8.self)
    let patient = try #require(plan.patients.first)
    #expect(plan.patients.count == 1)
    #expect(text.contains("\"birthDate\": \"\(patient.birthDate?.description ?? "?")\""))
    #expect(text.contains("\"family\": \"\(patient.name.family)\""))
    #expect(patient.gender != nil)
    #expect(patient.recordNumber != nil)
    #expect(patient.phone != nil)
    #expect(patient.address?.city != nil)
    for value in plan.values {
      #expect(value.patient == patient.source)
      #expect(!value.summary.isEmpty)
      #expect(value.source.id.utf8.count == 36)
      guard case .observation(let observation) = value, case .quantity(let quantity)? = observation.value else {
        continue
      }
      #expect(text.contains("\"value\": \(quantity.value)"))
      #expect(quantity.unit != nil)
      #expect(observation.effective?.start?.instant != nil)
    }
    let practitioners = plan.values.compactMap { value -> String?? in
      if case .encounter(let encounter) = value { .some(encounter.practitioner) } else { nil }
    }
    #expect(practitioners.filter { $0 != nil }.count >= practitioners.count - 2)
  }

  /// Processor time of this thread: a busy machine must not fail the test.
  private static var threadSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  @Test func readsTheLargestRecordInWellUnderASecond() throws {
    let records = try Self.files.map { Array(try Data(contentsOf: $0)) }
    guard let largest = records.max(by: { $0.count < $1.count }) else { return }
    let best = try (0..<3).map { _ in
      let start = Self.threadSeconds
      _ = try ImportPlan.read(largest, limit: FHIRFixture.limit)
      return Self.threadSeconds - start
    }.min()
    print("\(largest.count) bytes in \(best ?? 0) s of processor time")
    #expect(try #require(best) < 1)
  }
}
