import Core
import Database

/// A German practice on Berlin time.
enum DemoLinden {
  static let plan = DemoPlan(
    practice: NewPractice(
      slug: "linden", name: "Praxis Lindenhof", zoneName: "Europe/Berlin", language: .de, currencyCode: "EUR"),
    profile: DemoPlan.Profile(
      accent: "#7a2b73", email: "empfang@linden.example", phone: "+49 30 23125 000",
      address: "Musterstraße 12\n10999 Musterstadt", emergencyLine: "112", uses12HourClock: false, weekStartsOn: 1),
    staff: [
      DemoAccount(name: "Ingrid Inhaberin-Beispiel", email: "owner@linden.example", role: .owner),
      DemoAccount(name: "Arno Verwaltung-Beispiel", email: "admin@linden.example", role: .admin),
      DemoAccount(name: "Emma Empfang-Beispiel", email: "frontdesk@linden.example", role: .frontDesk),
      DemoAccount(name: "Bernd Buchhaltung-Beispiel", email: "biller@linden.example", role: .biller),
      DemoAccount(name: "Susanne Supervision-Beispiel", email: "supervisor@linden.example", role: .supervisor),
    ],
    practitioners: [
      DemoPlan.Practitioner(
        account: DemoAccount(name: "Dr. Clara Muster", email: "clara@linden.example", role: .practitioner),
        title: "Fachärztin für Allgemeinmedizin", color: 1,
        week: [DemoShift([1, 2, 4], (8, 12), (14, 18)), DemoShift([3, 5], (8, 13))]),
      DemoPlan.Practitioner(
        account: DemoAccount(name: "Jonas Beispiel", email: "jonas@linden.example", role: .practitioner),
        title: "Physiotherapeut", color: 4, week: [DemoShift([1, 2, 3, 4, 5], (9, 13), (14, 17))]),
    ],
    locations: [DemoPlan.Location(name: "Lindenhof", address: "Musterstraße 12, 10999 Musterstadt")],
    rooms: [
      DemoPlan.Room(name: "Sprechzimmer 1", location: 0), DemoPlan.Room(name: "Sprechzimmer 2", location: 0),
      DemoPlan.Room(name: "Übungsraum", location: 0),
    ],
    device: "EKG-Gerät", services: services,
    holidays: [
      DemoHoliday(month: 1, day: 1, reason: "Neujahr"), DemoHoliday(month: 5, day: 1, reason: "Tag der Arbeit"),
      DemoHoliday(month: 10, day: 3, reason: "Tag der Deutschen Einheit"),
      DemoHoliday(month: 12, day: 25, reason: "1. Weihnachtstag"),
      DemoHoliday(month: 12, day: 26, reason: "2. Weihnachtstag"),
    ],
    extraWeekday: 6,
    reasons: DemoPlan.Reasons(
      training: "Fortbildung", vacation: "Urlaub", extraHours: "Zusätzliche Samstagssprechstunde",
      cancelled: "Die Ärztin war erkrankt.", note: "Ich bringe den Brief vom letzten Besuch mit."),
    people: DemoPeople(
      given: [
        ("Erika", "female"), ("Max", "male"), ("Lieschen", "female"), ("Otto", "male"), ("Leon", "male"),
        ("Marianne", "female"), ("Kim", "other"), ("Hans", "male"),
      ],
      family: [
        "Mustermann", "Musterfrau", "Müller-Beispiel", "Normalverbraucher", "Beispiel", "Platzhalter", "Gabler-Muster",
      ],
      phonePrefix: "+49 30 23125 1", domain: "patienten.linden.example"))

  private static let services = [
    DemoService(
      name: "Erstgespräch", description: "Kennenlernen und Untersuchung. Bitte bringen Sie Ihren Medikationsplan mit.",
      minutes: 45, bufferAfter: 15, priceMinor: 12_000, lateFeeMinor: 4_000, color: 1, rooms: [0, 1], weight: 2),
    DemoService(
      name: "Sprechstunde", description: "Für alles, was Sie gerade beschäftigt.", minutes: 20, bufferAfter: 5,
      step: 15,
      priceMinor: 6_000, noticeMinutes: 60, color: 2, rooms: [0, 1], weight: 5),
    DemoService(
      name: "Videosprechstunde", description: "Per Video, von zu Hause aus.", minutes: 20, step: 10, priceMinor: 5_500,
      isVideo: true, noticeMinutes: 60, cancelNoticeMinutes: 240, color: 3, weight: 3),
    DemoService(
      name: "Ruhe-EKG", description: "Aufzeichnung der Herzströme mit Besprechung.", minutes: 30, bufferBefore: 5,
      bufferAfter: 10, priceMinor: 8_900, cancelNoticeMinutes: 2880, lateFeeMinor: 3_000, color: 4, practitioners: [0],
      rooms: [0, 1], usesDevice: true, weight: 1),
    DemoService(
      name: "Physiotherapie", description: "Übungen und manuelle Therapie.", minutes: 40, bufferAfter: 5, step: 15,
      priceMinor: 7_200, lateFeeMinor: 2_500, color: 5, practitioners: [1], rooms: [2, 1], weight: 6),
    DemoService(
      name: "Fallbesprechung", description: "Nur nach Absprache mit der Praxis.", minutes: 60, bufferAfter: 15,
      priceMinor: 15_000, cancelNoticeMinutes: 4320, color: 2, booksOnline: false, rooms: [1], weight: 1),
    DemoService(
      name: "Rückengruppe", description: "Übungen für den Rücken, in einer kleinen Gruppe.", minutes: 60,
      priceMinor: 1_800, horizonDays: 60, cancelNoticeMinutes: 720, color: 4, practitioners: [1], rooms: [2], places: 8,
      weight: 0),
  ]
}
