import Templates

/// How a state looks: class, icon and word always together.
struct StatusLook: Sendable, Equatable {
  let style: String
  let icon: String
  let word: String

  init(style: String, icon: String, word: String) { (self.style, self.icon, self.word) = (style, icon, word) }

  init(_ status: AppointmentStatus, isLate: Bool, text: Localizer) {
    switch status {
    case .proposed, .pending: (style, icon, word) = ("st-hold", "hourglass", text.text("calendar.status.pending"))
    case .booked: (style, icon, word) = ("st-booked", "circle", text.text("calendar.status.booked"))
    case .arrived: (style, icon, word) = ("st-arrived", "door", text.text("calendar.status.arrived"))
    case .checkedIn: (style, icon, word) = ("st-session", "play", text.text("calendar.status.checkedIn"))
    case .fulfilled: (style, icon, word) = ("st-done", "check", text.text("calendar.status.fulfilled"))
    case .cancelled where isLate: (style, icon, word) = ("st-late", "clock-x", text.text("calendar.status.late"))
    case .cancelled: (style, icon, word) = ("st-cancelled", "x-circle", text.text("calendar.status.cancelled"))
    case .noshow: (style, icon, word) = ("st-noshow", "user-x", text.text("calendar.status.noshow"))
    case .waitlist: (style, icon, word) = ("st-hold", "hourglass", text.text("calendar.status.waitlist"))
    case .enteredInError: (style, icon, word) = ("st-cancelled", "x-circle", text.text("calendar.status.error"))
    }
  }

  /// Nil where nothing is to be paid.
  init?(_ payment: PaymentStatus, text: Localizer) {
    switch payment {
    case .none: return nil
    case .due: (style, icon, word) = ("pay-due", "pay-due", text.text("calendar.payment.due"))
    case .part: (style, icon, word) = ("pay-part", "pay-part", text.text("calendar.payment.part"))
    case .paid: (style, icon, word) = ("pay-paid", "pay-paid", text.text("calendar.payment.paid"))
    case .overdue: (style, icon, word) = ("pay-overdue", "pay-overdue", text.text("calendar.payment.overdue"))
    case .covered: (style, icon, word) = ("pay-covered", "pay-covered", text.text("calendar.payment.covered"))
    case .refunded: (style, icon, word) = ("pay-refunded", "pay-refunded", text.text("calendar.payment.refunded"))
    case .failed: (style, icon, word) = ("pay-failed", "pay-failed", text.text("calendar.payment.failed"))
    }
  }
}

/// A state in a badge.
struct StatusBadge: TemplateModel {
  let look: StatusLook
  static let fields: [Field<StatusBadge>] = [
    .text("style") { $0.look.style },
    .text("icon") { $0.look.icon },
    .text("word") { $0.look.word },
  ]
}
