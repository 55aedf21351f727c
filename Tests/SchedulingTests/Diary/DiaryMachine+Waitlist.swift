import Core
import Crypto
@testable @_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// Wishes, what is offered to them, and the job that offers.
extension DiaryMachine {
  mutating func wish() throws {
    guard model.wishes.count(where: \.isOpen) < 6 else { return try answerOffer() }
    // No two are equally old.
    model.now = model.now.adding(seconds: 1)
    let (now, id, patient) = (model.now, WaitlistEntryID.make(), dice.roll(DiaryFacts.patients))
    let service = dice.roll(DiaryFacts.services.count)
    let rules = DiaryFacts.services[service]
    let made = DiaryModel.Wish(
      patient: patient, service: service,
      person: dice.isLucky(3) ? rules.people[dice.roll(rules.people.count)] : nil,
      weekdays: dice.isLucky(4) ? [1, 3, 5, 7] : Set(1...7), mornings: dice.isLucky(5),
      lastDay: dice.isLucky(5) ? DiaryClock.day(now) + dice.roll(3) : nil, noticeHours: dice.isLucky(5) ? 24 : 0)
    let wish = TimeWish(
      service: services[service], practitioner: made.person.map { people[$0] }, weekdays: made.weekdays,
      parts: made.mornings ? [.morning] : Set(DayPart.Name.allCases), first: nil,
      last: made.lastDay.map { LocalDate(days: Int32($0)) }, noticeHours: made.noticeHours)
    let who = patients[patient]
    try clinic.practice.asOperator { db in
      try db.transaction(AuditEvent("waitlist.add", "scheduling_waitlist_entry", id.id)) { tx in
        try WaitlistEntries.insert(id, wish, for: who, source: .staff, visitor: nil, now: now, in: tx)
      }
    }
    wishIDs.append(id)
    model.wishes.append(made)
    note("wish w\(wishIDs.count - 1): p\(patient), \(rules.name)")
  }

  mutating func answerOffer() throws {
    let offers = model.offers.indices
    guard let number = pick(offers.filter { model.offers[$0].state == "offered" }) ?? pick(Array(offers)) else {
      return
    }
    switch dice.roll(6) {
    case 0, 1, 2: try accept(number)
    case 3, 4: try decline(number)
    default: try withdraw(number)
    }
  }
  private func offer(_ number: Int) throws -> Offer {
    try clinic.practice.asOperator { [offerIDs] db in try #require(try Offers.find(offerIDs[number], in: db.reader)) }
  }
  mutating func accept(_ number: Int) throws {
    let (now, offer, visitor) = (model.now, try offer(number), dice.roll(DiaryFacts.visitors))
    let made = try did {
      try clinic.practice.asVisitor { [addresses] db in
        try OfferAnswers.accept(offer, visitor: addresses[visitor], now: now, in: db)
      }
    }
    try expect(made != nil, model.mayAccept(number), "accept o\(number)")
    guard let made else { return }
    visitIDs.append(made)
    model.accept(number, by: visitor)
  }
  mutating func decline(_ number: Int) throws {
    let (now, offer, leaves) = (model.now, try offer(number), dice.isLucky(4))
    let done: Void? = try did {
      try clinic.practice.asVisitor { db in try OfferAnswers.decline(offer, leaves: leaves, now: now, in: db) }
    }
    try expect(done != nil, model.isOpen(number), "declineOffer o\(number)\(leaves ? ", leaving" : "")")
    if done != nil { model.decline(number, leaves: leaves) }
  }
  mutating func withdraw(_ number: Int) throws {
    let (now, offer) = (model.now, try offer(number))
    let done: Void? = try did { try asStaff { db in try OfferAnswers.withdraw(offer, now: now, in: db) } }
    try expect(done != nil, model.isOpen(number), "withdraw o\(number)")
    if done != nil { model.withdraw(number) }
  }
  private func entry(_ number: Int) throws -> WaitlistEntry {
    try clinic.practice.asOperator { [wishIDs] db in
      try #require(try WaitlistEntries.find(wishIDs[number], in: db.reader))
    }
  }
  mutating func remove() throws {
    guard let number = pick(Array(model.wishes.indices)) else { return }
    let (now, entry) = (model.now, try entry(number))
    let done: Void? = try did { try asStaff { db in try OfferAnswers.remove(entry, now: now, in: db) } }
    try expect(done != nil, model.wishes[number].isOpen, "remove w\(number)")
    if done != nil { model.remove(number) }
  }

  /// Staff choose whom they ask.
  mutating func offerByHand() throws {
    guard let number = pick(Array(model.wishes.indices)) else { return }
    let people = DiaryFacts.services[model.wishes[number].service].people
    let (person, start) = (people[dice.roll(people.count)], start(of: model.wishes[number].service))
    let (now, entry, who, bob) = (model.now, try entry(number), self.people[person], clinic.practice.bob)
    let made = try did {
      try asStaff { db in try Offers.make(to: entry, at: start, place: .any, with: who, by: bob, now: now, in: db) }
    }
    let offer = model.mayOffer(number, start, with: person, byHand: true)
    try expect(
      made != nil, offer != nil,
      "offerByHand w\(number) \(DiaryComparison.text(start)) with \(DiaryFacts.resources[person])")
    guard let made, let offer else { return }
    offerIDs.append(made)
    model.make(offer)
  }

  /// One of the jobs that are due, also one that was done before: a worker may die before it writes that down.
  mutating func work() throws {
    try learnFreed()
    let due = model.freed.indices.filter { model.freed[$0].due.map { $0 <= model.now } ?? false }
    guard let number = dice.isLucky(3) ? pick(Array(due)) : due.last else { return }
    let (now, known, id) = (model.now, Set(offerIDs), freedIDs[number])
    let expected = model.freed[number].isForgotten ? nil : model.next(for: model.freed[number])
    let made = try clinic.practice.enter(.job) { db in
      let job = ClaimedJob(
        practice: db.scope.practice, id: .make(), kind: "waitlist.freed", payload: "\(id)", attempt: 1)
      _ = try Cascade.run(job, now, db)
      return try db.reader.rows("SELECT id FROM scheduling_offer WHERE practice_id = \(db.scope)") {
        try $0.id(0, as: OfferID.self)
      }.filter { !known.contains($0) }
    }
    note("work f\(number): \(made.count) offered")
    tally["work", default: (0, 0)].done += made.count
    guard made.count == (expected == nil ? 0 : 1) else {
      throw differ("\(made.count) offers, the model says \(expected.map { "one to w\($0.wish)" } ?? "none")")
    }
    guard let expected else { return }
    offerIDs += made
    model.make(expected)
  }
}
