import Core
import Database

/// An English-speaking practice on New York time, with a 12-hour clock and weeks that start on Sunday.
enum DemoHarbor {
  static let plan = DemoPlan(
    practice: NewPractice(
      slug: "harbor", name: "Harbour Lane Practice", zoneName: "America/New_York", language: .en, currencyCode: "USD"),
    profile: DemoPlan.Profile(
      accent: "#0b5953", email: "desk@harbor.example", phone: "+1 212 555 0100",
      address: "12 Example Quay\nNew York, NY 10000", emergencyLine: "911", uses12HourClock: true, weekStartsOn: 7),
    staff: [
      DemoAccount(name: "Olivia Owner-Example", email: "owner@harbor.example", role: .owner),
      DemoAccount(name: "Adam Admin-Example", email: "admin@harbor.example", role: .admin),
      DemoAccount(name: "Fiona Frontdesk-Example", email: "frontdesk@harbor.example", role: .frontDesk),
      DemoAccount(name: "Bill Biller-Example", email: "biller@harbor.example", role: .biller),
      DemoAccount(name: "Sue Supervisor-Example", email: "supervisor@harbor.example", role: .supervisor),
    ],
    practitioners: [
      DemoPlan.Practitioner(
        account: DemoAccount(name: "Dr. Mira Specimen", email: "mira@harbor.example", role: .practitioner),
        title: "Internal medicine", color: 1, week: [DemoShift([1, 2, 3, 4, 5], (9, 12), (13, 17))]),
      DemoPlan.Practitioner(
        account: DemoAccount(name: "Sam Placeholder, PT", email: "sam@harbor.example", role: .practitioner),
        title: "Physical therapist", color: 3,
        week: [DemoShift([1, 2, 4], (8, 12), (13, 18)), DemoShift([5], (8, 13))]),
    ],
    locations: [
      DemoPlan.Location(name: "Harbour Lane", address: "12 Example Quay, New York, NY 10000"),
      DemoPlan.Location(name: "Annex", address: "14 Example Quay, New York, NY 10000"),
    ],
    rooms: [
      DemoPlan.Room(name: "Room 1", location: 0), DemoPlan.Room(name: "Room 2", location: 0),
      DemoPlan.Room(name: "Exercise room", location: 1),
    ],
    device: "Ultrasound", services: services,
    holidays: [
      DemoHoliday(month: 1, day: 1, reason: "New Year's Day"),
      DemoHoliday(month: 7, day: 4, reason: "Independence Day"),
      DemoHoliday(month: 12, day: 25, reason: "Christmas Day"),
    ],
    extraWeekday: 6,
    reasons: DemoPlan.Reasons(
      training: "Staff training", vacation: "Vacation", extraHours: "Extra Saturday hours",
      cancelled: "The practitioner was ill.", note: "I will bring the letter of my last visit."),
    people: DemoPeople(
      given: [
        ("Jane", "female"), ("John", "male"), ("Joe", "male"), ("Mary", "female"), ("Richard", "male"),
        ("Janie", "female"), ("Johnny", "male"), ("Baby", "unknown"),
      ],
      family: ["Doe", "Roe", "Bloggs", "Public", "Sample", "Example", "Placeholder"], phonePrefix: "+1 212 555 01",
      domain: "patients.harbor.example"))

  private static let services = [
    DemoService(
      name: "First visit", description: "A first conversation and examination. Please bring your list of medications.",
      minutes: 60, bufferAfter: 10, priceMinor: 18_000, lateFeeMinor: 5_000, color: 1, rooms: [0, 1], weight: 2),
    DemoService(
      name: "Follow-up visit", description: "We look at how things went since your last visit.", minutes: 30,
      bufferAfter: 5, priceMinor: 9_500, lateFeeMinor: 2_500, color: 2, rooms: [0, 1], weight: 5),
    DemoService(
      name: "Video consultation", description: "By video, from wherever you are.", minutes: 25, step: 15,
      priceMinor: 8_500, isVideo: true, noticeMinutes: 60, cancelNoticeMinutes: 240, color: 3, weight: 3),
    DemoService(
      name: "Ultrasound examination", description: "Takes place in a room with the ultrasound device.", minutes: 40,
      bufferBefore: 5, bufferAfter: 10, priceMinor: 22_000, noticeMinutes: 1440, cancelNoticeMinutes: 2880,
      lateFeeMinor: 6_000, color: 4, practitioners: [0], rooms: [0, 1], usesDevice: true, weight: 1),
    DemoService(
      name: "Physical therapy", description: "Exercises and manual therapy.", minutes: 45, bufferAfter: 5, step: 15,
      priceMinor: 11_000, lateFeeMinor: 3_000, color: 5, practitioners: [1], rooms: [2, 1], weight: 6),
    DemoService(
      name: "Family meeting", description: "Arranged by the practice only.", minutes: 90, bufferAfter: 15,
      priceMinor: 26_000, cancelNoticeMinutes: 4320, color: 2, booksOnline: false, rooms: [2], weight: 1),
    DemoService(
      name: "Back class", description: "Exercises for the back, in a small group.", minutes: 60, priceMinor: 3_500,
      horizonDays: 60, cancelNoticeMinutes: 720, color: 4, practitioners: [1], rooms: [2], places: 8, weight: 0),
  ]
}
