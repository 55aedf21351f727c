public import Database

/// Jobs of Messaging: notices of appointments, of sign-in, of offers and wishes of the waitlist, of written messages, to
/// members of staff and of the portal's accounts.
///
/// Other features say what happened (`appointment.booked`, `identity.alert`); a planner writes down which messages
/// that makes due (`messaging_notice`); `notice.send` sends each at its time, at most once, if it is still true then.
public enum MessagingJobs {
  public static func all(_ settings: MessagingSettings) -> [JobHandler] {
    let (sender, trial) = (NoticeSender(settings: settings), TrialJob(settings: settings))
    return [
      JobHandler("appointment.booked") { job, now, db in try AppointmentPlanner.plan(.booked, job, now, db) },
      JobHandler("appointment.moved") { job, now, db in try AppointmentPlanner.plan(.moved, job, now, db) },
      JobHandler("appointment.cancelled") { job, now, db in try AppointmentPlanner.plan(.cancelled, job, now, db) },
      JobHandler("appointment.requested") { job, now, db in try AppointmentPlanner.plan(.requested, job, now, db) },
      JobHandler("appointment.declined") { job, now, db in try AppointmentPlanner.plan(.declined, job, now, db) },
      JobHandler("appointment.lapsed") { job, now, db in try AppointmentPlanner.plan(.lapsed, job, now, db) },
      JobHandler("identity.challenge") { job, now, db in try ChallengePlanner.plan(job, now, db) },
      JobHandler("identity.link") { job, now, db in try StaffMailPlanner.planLink(job, now, db) },
      JobHandler("identity.alert") { job, now, db in try StaffMailPlanner.planAlert(job, now, db) },
      JobHandler("identity.portalAlert") { job, now, db in try PortalMailPlanner.plan(job, now, db) },
      JobHandler("waitlist.offered") { job, now, db in try OfferPlanner.plan(job, now, db) },
      JobHandler("waitlist.joined") { job, now, db in try WishPlanner.plan(job, now, db) },
      JobHandler("message.written") { job, now, db in try MessagePlanner.plan(job, now, db) },
      JobHandler("messages.replan") { job, now, db in try Replanning.run(job, now, db) },
      JobHandler("messages.replan.patient") { job, now, db in try Replanning.runPatient(job, now, db) },
      JobHandler("message.trial") { job, now, db in try trial.run(job, now, db) },
      JobHandler("notice.send") { job, now, db in try sender.send(job, now, db) },
    ]
  }
}
