public import Database

/// Jobs of Scheduling: looks at calendars elsewhere, and times that became free, which the waitlist is offered.
public enum SchedulingJobs {
  /// - Parameter google: nil where the operator has entered no keys.
  public static func all(_ fetcher: ExternalFetcher, google: GoogleApp?) -> [JobHandler] {
    let look = ExternalJob(fetcher: fetcher, google: google)
    let push = GooglePush(app: google)
    return [
      JobHandler("calendar.look", takesLong: true) { job, now, db in try look.run(job, now, db) },
      JobHandler("google.push", takesLong: true) { job, now, db in try push.run(job, now, db) },
      JobHandler("waitlist.freed") { job, now, db in try Cascade.run(job, now, db) },
    ]
  }
}
