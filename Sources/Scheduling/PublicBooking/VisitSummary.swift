import Core
import Database
import Routing
import Templates

/// The card beside the form: what is about to be agreed.
struct VisitSummary: TemplateModel {
  let date: String
  let time: String
  let isoStart: String
  let zoneLabel: String
  let service: String
  let practitioner: String
  let place: String?
  /// What the clock on the wall there shows, where the reader's shows something else.
  let clock: String?
  let price: String?
  /// What changing and cancelling costs; nil of what nobody agreed to.
  let policy: String?

  static let fields: [Field<VisitSummary>] = [
    .text("date") { $0.date },
    .text("time") { $0.time },
    .text("isoStart") { $0.isoStart },
    .text("zoneLabel") { $0.zoneLabel },
    .text("service") { $0.service },
    .text("practitioner") { $0.practitioner },
    .optionalText("place") { $0.place },
    .optionalText("clock") { $0.clock },
    .optionalText("price") { $0.price },
    .optionalText("policy") { $0.policy },
  ]
  static let example = VisitSummary(
    date: "Thursday 12 March 2027", time: "10:30–11:20", isoStart: "2027-03-12T15:30Z",
    zoneLabel: "New York time (GMT-5)", service: "First visit", practitioner: "Dr Mira Specimen",
    place: "12 Example Quay", clock: "09:30 there, Lisbon time (GMT+0)", price: "$95.00",
    policy: "Free of charge until Wednesday 11 March 2027, 10:30.")

  /// "09:30 there, Lisbon time (GMT+0)"; nil where both clocks agree, and for who goes nowhere.
  static func clock(_ start: Instant, at place: Place?, isVideo: Bool, _ words: SlotWords, _ text: Localizer) -> String?
  {
    guard !isVideo, let there = place.flatMap({ words.there(start, $0.zone) }) else { return nil }
    return text.text("booking.clockThere", ["time": there.time, "zone": there.zone])
  }

  /// - Parameters:
  ///   - noticeMinutes: until how long before the start cancelling is free.
  ///   - now: when it is read.
  ///   - lateFee: what falls due after that, already in words; nil when nothing does.
  static func policy(
    start: Instant, noticeMinutes: Int, lateFee: String?, now: Instant, _ words: SlotWords, _ text: Localizer
  ) -> String {
    let until = start.adding(minutes: -noticeMinutes)
    // Booked at short notice the free time is over before it began.
    if until < now, let lateFee { return text.text("booking.policyFeeNow", ["fee": lateFee]) }
    let deadline = words.date(until) + ", " + words.time(until)
    return lateFee.map { text.text("booking.policyFee", ["deadline": deadline, "fee": $0]) }
      ?? text.text("booking.policyFree", ["deadline": deadline])
  }
}
