public import Database

/// Jobs of Scheduling: looks at calendars elsewhere, and times that became free, which the waitlist is offered.
public enum SchedulingJobs {
  public static func all(_ fetcher: ExternalFetcher) -> [JobHandler] {
    let look = ExternalJob(fetcher: fetcher)
    return [
      JobHandler("calendar.look") { job, now, db in try look.run(job, now, db) },
      JobHandler("waitlist.freed") { job, now, db in try Cascade.run(job, now, db) },
    ]
  }
}
