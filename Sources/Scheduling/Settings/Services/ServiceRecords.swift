import Core
import Database
import Routing
import SQL

/// A service as the settings show it.
struct ServiceRecord: Sendable {
  let service: Service
  let position: Int
  let resources: [Resource.Kind: Set<ResourceID>]

  var used: Set<ResourceID> { Set(resources.values.joined()) }

  func values(_ formats: Formats, _ currency: Currency) -> FormValues {
    ServiceValues.make(
      name: service.name, description: service.description, minutes: service.minutes,
      bufferBefore: service.bufferBefore,
      bufferAfter: service.bufferAfter, step: service.stepMinutes, price: Money(minor: service.priceMinor, currency),
      mode: service.mode, notice: service.noticeMinutes, horizon: service.horizonDays,
      cancelNotice: service.cancelNoticeMinutes, lateFee: Money(minor: service.lateFeeMinor, currency),
      color: service.color, position: position, booksOnline: service.booksOnline, rules: service.rules,
      places: service.places, currency,
      formats,
      groups: Dictionary(
        uniqueKeysWithValues: Resource.Kind.allCases.map { kind in
          (ServiceChoices.field(kind), Set((resources[kind] ?? []).map(\.description)))
        }))
  }
}

/// A service's values in the words of its form.
enum ServiceValues {
  static func make(
    name: String, description: String, minutes: Int, bufferBefore: Int, bufferAfter: Int, step: Int, price: Money,
    mode: Service.Mode, notice: Int, horizon: Int, cancelNotice: Int, lateFee: Money, color: Int, position: Int,
    booksOnline: Bool, rules: ServiceRules, places: Int, _ currency: Currency, _ formats: Formats,
    groups: [String: Set<String>]
  ) -> FormValues {
    FormValues(
      [
        "name": name, "description": description, "minutes": String(minutes), "bufferBefore": String(bufferBefore),
        "bufferAfter": String(bufferAfter), "step": String(step), "price": formats.moneyInput(price),
        "mode": mode.rawValue, "notice": String(notice), "horizon": String(horizon),
        "cancelNotice": String(cancelNotice), "lateFee": formats.moneyInput(lateFee), "color": String(color),
        "position": String(position), "booksOnline": booksOnline ? "1" : "",
        "clusters": rules.clusters ? "1" : "", "openLimit": String(rules.openLimit ?? 0),
        "approval": String(rules.approvalHours ?? 0), "audience": rules.audience.rawValue,
        "screening": rules.questions.joined(separator: "\n"),
        "deposit": formats.moneyInput(Money(minor: rules.depositMinor, currency)), "places": String(places),
      ], groups: groups)
  }

  /// What a new service starts with.
  static func new(_ formats: Formats, _ currency: Currency) -> FormValues {
    make(
      name: "", description: "", minutes: 30, bufferBefore: 0, bufferAfter: 0, step: 30, price: .zero(currency),
      mode: .inPerson, notice: 120, horizon: 90, cancelNotice: 1440, lateFee: .zero(currency), color: 1, position: 0,
      booksOnline: true, rules: .none, places: 1, currency, formats, groups: [:])
  }

  static func of(_ draft: ServiceDraft, _ formats: Formats, groups: [String: Set<String>]) -> FormValues {
    make(
      name: draft.name, description: draft.description, minutes: draft.minutes, bufferBefore: draft.bufferBefore,
      bufferAfter: draft.bufferAfter, step: draft.step, price: draft.price, mode: draft.mode,
      notice: draft.noticeMinutes, horizon: draft.horizonDays, cancelNotice: draft.cancelNoticeMinutes,
      lateFee: draft.lateFee, color: draft.color, position: draft.position, booksOnline: draft.booksOnline,
      rules: draft.rules, places: draft.places, draft.price.currency, formats,
      groups: groups)
  }
}

/// The SQL behind the settings of services.
enum ServiceRecords {
  static func all(in db: borrowing TenantReader) throws -> [Service] {
    try db.rows(
      """
      SELECT \(Services.columns) FROM scheduling_service s
      WHERE s.practice_id = \(db.scope) ORDER BY s.is_active DESC, s.position, s.name
      """, Services.read)
  }

  static func find(_ id: ServiceID, in db: borrowing TenantReader) throws -> ServiceRecord? {
    guard let service = try Services.find(id, in: db) else { return nil }
    let position = try db.first(
      "SELECT position FROM scheduling_service WHERE practice_id = \(db.scope) AND id = \(id)"
    ) { try $0.int(0) }
    let used = try db.rows(
      """
      SELECT r.id, r.kind FROM scheduling_service_resource o
      JOIN scheduling_resource r ON r.practice_id = \(db.scope) AND r.id = o.resource_id
      WHERE o.practice_id = \(db.scope) AND o.service_id = \(id)
      """
    ) { row in (id: try row.id(0, as: ResourceID.self), kind: try row.choice(1, as: Resource.Kind.self)) }
    return ServiceRecord(
      service: service, position: position ?? 0,
      resources: Dictionary(grouping: used, by: \.kind).mapValues { Set($0.map(\.id)) })
  }

  /// Services somebody active offers.
  static func offered(in db: borrowing TenantReader) throws -> Set<ServiceID> {
    Set(
      try db.rows(
        """
        SELECT DISTINCT o.service_id FROM scheduling_service_resource o
        JOIN scheduling_resource r ON r.practice_id = \(db.scope) AND r.id = o.resource_id
        WHERE o.practice_id = \(db.scope) AND r.kind = 'practitioner' AND r.is_active
        """
      ) { try $0.id(0, as: ServiceID.self) })
  }

  static func insert(_ id: ServiceID, _ draft: ServiceDraft, in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      """
      INSERT INTO scheduling_service (practice_id, id, name, description, minutes, buffer_before, buffer_after,
        step_minutes, price_minor, mode, notice_minutes, horizon_days, cancel_notice_minutes, late_fee_minor, color,
        position, books_online, clusters, open_limit, approval_hours, audience, screening, deposit_minor, places)
      VALUES (\(tx.scope), \(id), \(draft.name), \(draft.description), \(draft.minutes), \(draft.bufferBefore),
        \(draft.bufferAfter), \(draft.step), \(draft.price.minor), \(draft.mode.rawValue), \(draft.noticeMinutes),
        \(draft.horizonDays), \(draft.cancelNoticeMinutes), \(draft.lateFee.minor), \(draft.color), \(draft.position),
        \(draft.booksOnline), \(draft.rules.clusters), \(draft.rules.openLimit), \(draft.rules.approvalHours),
        \(draft.rules.audience.rawValue), \(draft.rules.questions.joined(separator: "\n")), \(draft.rules.depositMinor),
        \(draft.places))
      """)
    try join(id, draft.resources, in: tx)
  }

  /// False when somebody else has changed it since `version`.
  static func write(_ id: ServiceID, _ draft: ServiceDraft, version: Int, in tx: borrowing TenantTransaction) throws
    -> Bool
  {
    let matched = try tx.execute(
      """
      UPDATE scheduling_service SET name = \(draft.name), description = \(draft.description),
        minutes = \(draft.minutes),
        buffer_before = \(draft.bufferBefore), buffer_after = \(draft.bufferAfter), step_minutes = \(draft.step),
        price_minor = \(draft.price.minor), mode = \(draft.mode.rawValue), notice_minutes = \(draft.noticeMinutes),
        horizon_days = \(draft.horizonDays), cancel_notice_minutes = \(draft.cancelNoticeMinutes),
        late_fee_minor = \(draft.lateFee.minor), color = \(draft.color), position = \(draft.position),
        books_online = \(draft.booksOnline), clusters = \(draft.rules.clusters), open_limit = \(draft.rules.openLimit),
        approval_hours = \(draft.rules.approvalHours), audience = \(draft.rules.audience.rawValue),
        screening = \(draft.rules.questions.joined(separator: "\n")), deposit_minor = \(draft.rules.depositMinor),
        places = \(draft.places),
        version = version + 1
      WHERE practice_id = \(tx.scope) AND id = \(id) AND version = \(version)
      """)
    guard matched == 1 else { return false }
    try tx.execute("DELETE FROM scheduling_service_resource WHERE practice_id = \(tx.scope) AND service_id = \(id)")
    try join(id, draft.resources, in: tx)
    return true
  }

  private static func join(_ id: ServiceID, _ resources: Set<ResourceID>, in tx: borrowing TenantTransaction) throws {
    for resource in resources.sorted() {
      try tx.execute(
        """
        INSERT INTO scheduling_service_resource (practice_id, service_id, resource_id)
        VALUES (\(tx.scope), \(id), \(resource))
        """)
    }
  }

  static func setActive(_ id: ServiceID, _ isActive: Bool, in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      """
      UPDATE scheduling_service SET is_active = \(isActive), version = version + 1
      WHERE practice_id = \(tx.scope) AND id = \(id)
      """)
  }
}
