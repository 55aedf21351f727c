public import Database

/// Jobs of Scheduling: looks at calendars elsewhere.
public enum SchedulingJobs {
  public static func all(_ fetcher: ExternalFetcher) -> [JobHandler] {
    let look = ExternalJob(fetcher: fetcher)
    return [JobHandler("calendar.look") { job, now, db in try look.run(job, now, db) }]
  }
}
