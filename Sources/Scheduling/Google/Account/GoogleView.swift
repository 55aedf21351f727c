import Core
import Database
import Routing
import Templates

/// One's Google Calendar as the page of calendars elsewhere shows it.
struct GoogleView: TemplateModel {
  /// What it does, or that it is off.
  let lead: String
  /// What is so now; nil before it is connected.
  let state: String?
  /// What its owner should know or do.
  let problem: String?
  /// Words of the link to Google, and of the one to the choice of a calendar.
  let connect: String?
  let choose: String?
  /// Words of the button that ends it.
  let remove: String?
  /// Whether its owner may decide about names, and what they have decided.
  let canName: Bool
  let namesPatients: Bool

  static let fields: [Field<GoogleView>] = [
    .text("googleLead") { $0.lead },
    .optionalText("googleState") { $0.state },
    .optionalText("googleProblem") { $0.problem },
    .optionalText("connect") { $0.connect },
    .optionalText("choose") { $0.choose },
    .optionalText("removeGoogle") { $0.remove },
    .flag("canName") { $0.canName },
    .flag("namesPatients") { $0.namesPatients },
  ]
  static let example = GoogleView(
    lead: "Both ways.", state: "Connected: 3 are written.", problem: "Connect again.", connect: "Connect",
    choose: "Choose", remove: "Disconnect", canName: true, namesPatients: true)

  private init(
    lead: String, state: String?, problem: String?, connect: String?, choose: String?, remove: String?, canName: Bool,
    namesPatients: Bool
  ) {
    self.lead = lead
    self.state = state
    self.problem = problem
    self.connect = connect
    self.choose = choose
    self.remove = remove
    self.canName = canName
    self.namesPatients = namesPatients
  }

  init(_ user: UserID, hasColumn: Bool, isOff: Bool, _ call: Call, in db: borrowing TenantReader) throws {
    let text = { (key: String) in call.text.text("feeds.google.\(key)") }
    let link = try GoogleLinks.of(user, in: db)
    let mayName = try FeedSettings.namesPatients(in: db)
    let (all, due) =
      try link.map {
        (
          try GoogleCopies.count($0.id, isDue: false, in: db), try GoogleCopies.count($0.id, isDue: true, in: db)
        )
      } ?? (0, 0)
    let isOn = link?.state == .on
    lead = text(isOff ? "off" : hasColumn ? "lead" : "noColumn")
    canName = isOn && mayName
    namesPatients = link?.namesPatients == true && mayName
    let canConnect = !isOff && hasColumn
    switch link?.state {
    case nil:
      (state, problem, choose, remove) = (nil, nil, nil, nil)
      connect = canConnect ? text("connect") : nil
    case .choosing:
      (state, problem, connect) = (text("choosing"), nil, nil)
      (choose, remove) = (isOff ? nil : text("choose"), text("disconnect"))
    case .on:
      let written = call.text.text("feeds.google.written", count: all - due)
      state = due == 0 ? written : written + " " + call.text.text("feeds.google.due", count: due)
      problem = link?.problem.map { call.text.text("feeds.busy.problem.\($0.rawValue)") }
      (connect, choose, remove) = (nil, nil, text("disconnect"))
    case .refused:
      (state, problem, choose) = (nil, text("again"), nil)
      (connect, remove) = (canConnect ? text("connectAgain") : nil, text("disconnect"))
    case .leaving:
      (state, problem) = (call.text.text("feeds.google.leaving", count: all), nil)
      (connect, choose, remove) = (nil, nil, nil)
    case .left:
      (state, choose) = (nil, nil)
      problem = call.text.text("feeds.google.stayed", count: link?.stayed ?? 0)
      (connect, remove) = (canConnect ? text("connect") : nil, text("read"))
    }
  }
}
