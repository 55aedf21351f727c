/// The practice of the state machine, as its settings say it: who and what there is, and the rules of each service.
enum DiaryFacts {
  struct Service {
    let name: String
    let minutes: Int
    let step: Int
    let before: Int
    let after: Int
    let people: [Int]
    let rooms: [Int]
    let devices: [Int]
    /// Minutes before a start until which the public may book.
    let notice: Int
    /// Local days ahead.
    let horizon: Int
    /// Minutes before a start until which a patient moves it, and cancels free of charge.
    let cancelNotice: Int
    /// Visits ahead of one patient who books online.
    let limit: Int?
    /// Hours that staff have to answer.
    let approval: Int?
  }

  static let (mira, jonas, room, cabin, scanner) = (0, 1, 2, 3, 4)
  static let resources = ["mira", "jonas", "room", "cabin", "scanner"]
  /// Two at once fit into the room.
  static let capacities = [1, 1, 2, 1, 1]
  static let (opens, closes) = (540, 1020)

  static let services = [
    Service(
      name: "talk", minutes: 50, step: 30, before: 0, after: 10, people: [mira, jonas], rooms: [], devices: [],
      notice: 120, horizon: 6, cancelNotice: 1440, limit: 2, approval: nil),
    Service(
      name: "scan", minutes: 30, step: 15, before: 5, after: 0, people: [mira], rooms: [cabin, room],
      devices: [scanner], notice: 60, horizon: 4, cancelNotice: 120, limit: nil, approval: 3),
    Service(
      name: "course", minutes: 45, step: 15, before: 0, after: 0, people: [mira, jonas], rooms: [room], devices: [],
      notice: 0, horizon: 3, cancelNotice: 60, limit: 3, approval: nil),
  ]

  static let patients = 4
  /// Nobody can write to this one, so nothing is offered.
  static let silent = 3
  static let visitors = 3
  static let placesPerHour = 4
  static let holdMinutes = 10
  static let requestsOfOne = 2
}
