import Core
import Database
import Routing
import Templates

/// One fact of an appointment. `isTyped`: a person wrote it, in whatever language and direction.
struct AppointmentFact: TemplateModel {
  let label: String
  let value: String
  var isTyped = false
  static let fields: [Field<AppointmentFact>] = [
    .text("label") { $0.label },
    .text("value") { $0.value },
    .flag("isTyped") { $0.isTyped },
  ]
}

struct HistoryLine: TemplateModel {
  let what: String
  let when: String
  let who: String
  static let fields: [Field<HistoryLine>] = [
    .text("what") { $0.what },
    .text("when") { $0.when },
    .text("who") { $0.who },
  ]
}

/// A form with one button.
struct ActButton: TemplateModel {
  let action: String
  let label: String
  let icon: String
  let isPrimary: Bool
  static let fields: [Field<ActButton>] = [
    .text("action") { $0.action },
    .text("label") { $0.label },
    .text("icon") { $0.icon },
    .flag("isPrimary") { $0.isPrimary },
  ]
}

struct CancellationForm: TemplateModel {
  let action: String
  /// The fee that would fall due now; nil when cancelling is free.
  let fee: String?
  /// Why the form came back; nil as it is shown first.
  let error: String?
  let notify: NotifyChoice

  static let fields: [Field<CancellationForm>] = [
    .text("action") { $0.action },
    .optionalText("fee") { $0.fee },
    .optionalText("error") { $0.error },
    .text("id") { _ in "cancel-reason" },
    .object("notify") { $0.notify },
  ]
}

/// An appointment beside the calendar or on its own page.
struct AppointmentPanel: TemplateModel {
  /// What the trail says of showing it.
  let read: AuditEvent
  let patient: String
  let patientHref: String
  let initials: String
  let status: StatusBadge
  let payment: StatusBadge?
  let facts: [AppointmentFact]
  /// Nil for one that stands alone.
  let series: SeriesLine?
  let acts: [ActButton]
  let moveHref: String?
  /// Where the visit after it is booked.
  let nextHref: String?
  let cancellation: CancellationForm?
  /// Where the patient is written to; nil for who may not.
  let conversationHref: String?
  /// Where a request is answered; nil for everything else.
  let requestHref: String?
  /// Version and the way back, for every form.
  let hidden: [HiddenField]
  let messages: [MessageLine]
  /// Where what still waits to be told of a change is stopped; nil when there is nothing of the kind.
  let silenceAction: String?
  /// Where staff deal with what did not go out; nil when all of it did.
  let failuresHref: String?
  let history: [HistoryLine]
  let closeHref: String?

  static let fields: [Field<AppointmentPanel>] = [
    .text("patient") { $0.patient },
    .text("patientHref") { $0.patientHref },
    .text("initials") { $0.initials },
    .object("status") { $0.status },
    .object("payment") { $0.payment },
    .list("facts") { $0.facts },
    .object("series") { $0.series },
    .flag("hasActs") {
      !$0.acts.isEmpty || $0.moveHref != nil || $0.nextHref != nil || $0.cancellation != nil || $0.requestHref != nil
        || $0.conversationHref != nil
    },
    .list("acts") { $0.acts },
    .optionalText("moveHref") { $0.moveHref },
    .optionalText("nextHref") { $0.nextHref },
    .object("cancellation") { $0.cancellation },
    .optionalText("conversationHref") { $0.conversationHref },
    .optionalText("requestHref") { $0.requestHref },
    .list("hidden") { $0.hidden },
    .flag("hasMessages") { !$0.messages.isEmpty },
    .list("messages") { $0.messages },
    .optionalText("silenceAction") { $0.silenceAction },
    .optionalText("failuresHref") { $0.failuresHref },
    .list("history") { $0.history },
    .optionalText("closeHref") { $0.closeHref },
  ]
}

/// `GET /appointments/{appointment}`
struct AppointmentPage: PatientDataPage {
  static let template = "calendar/appointment"
  let title: String
  let calendarHref: String
  let panel: AppointmentPanel

  var accessEvents: [AuditEvent] { [panel.read] }

  static let fields: [Field<AppointmentPage>] = [
    .text("title") { $0.title },
    .text("calendarHref") { $0.calendarHref },
    .object("panel") { $0.panel },
  ]
}
