import Core
import Database

/// A Hebrew-speaking practice on Jerusalem time, with weeks from Sunday to Thursday.
enum DemoCarmel {
  static let plan = DemoPlan(
    practice: NewPractice(
      slug: "carmel", name: "מרפאת הכרמל", zoneName: "Asia/Jerusalem", language: .he, currencyCode: "ILS"),
    profile: DemoPlan.Profile(
      accent: "#1f5a96", email: "desk@carmel.example", phone: "+972 4 000 0000", address: "רחוב הדוגמה 12\nחיפה",
      emergencyLine: "101", uses12HourClock: false, weekStartsOn: 7),
    staff: [
      DemoAccount(name: "אורית בעלים־לדוגמה", email: "owner@carmel.example", role: .owner),
      DemoAccount(name: "אדם ניהול־לדוגמה", email: "admin@carmel.example", role: .admin),
      DemoAccount(name: "פנינה קבלה־לדוגמה", email: "frontdesk@carmel.example", role: .frontDesk),
      DemoAccount(name: "בועז חשבונות־לדוגמה", email: "biller@carmel.example", role: .biller),
      DemoAccount(name: "סיגל הדרכה־לדוגמה", email: "supervisor@carmel.example", role: .supervisor),
    ],
    practitioners: [
      DemoPlan.Practitioner(
        account: DemoAccount(name: "ד״ר נועה דוגמה", email: "noa@carmel.example", role: .practitioner),
        title: "רפואת משפחה", color: 1, week: [DemoShift([7, 1, 2, 3, 4], (8, 12), (13, 16))]),
      DemoPlan.Practitioner(
        account: DemoAccount(name: "עידו פלוני", email: "ido@carmel.example", role: .practitioner),
        title: "פיזיותרפיסט", color: 5,
        week: [DemoShift([7, 2, 4], (9, 13), (14, 19)), DemoShift([1, 3], (12, 15), (16, 20))]),
    ],
    locations: [DemoPlan.Location(name: "הכרמל", address: "רחוב הדוגמה 12, חיפה")],
    rooms: [
      DemoPlan.Room(name: "חדר 1", location: 0), DemoPlan.Room(name: "חדר 2", location: 0),
      DemoPlan.Room(name: "חדר תרגול", location: 0),
    ],
    device: "מכשיר אולטרסאונד", services: services,
    // Holidays of the Hebrew calendar move through the year; a day of training stands in for them.
    holidays: [], extraWeekday: 5,
    reasons: DemoPlan.Reasons(
      training: "יום השתלמות", vacation: "חופשה", extraHours: "קבלה נוספת ביום שישי", cancelled: "המטפלת חלתה.",
      note: "אביא את המכתב מהביקור הקודם."),
    people: DemoPeople(
      given: [
        ("ישראל", "male"), ("ישראלה", "female"), ("פלוני", "male"), ("פלונית", "female"), ("אלמוני", "male"),
        ("אלמונית", "female"), ("מנשה", "male"), ("דוגמית", "female"),
      ],
      family: ["ישראלי", "אלמוני", "אלמונית", "לדוגמה", "כהן־לדוגמה", "לוי־לדוגמה", "פלמוני"],
      phonePrefix: "+972 4 000 01",
      domain: "patients.carmel.example"))

  private static let services = [
    DemoService(
      name: "ביקור ראשון", description: "שיחת היכרות ובדיקה. נא להביא את רשימת התרופות.", minutes: 50, bufferAfter: 10,
      priceMinor: 45_000, lateFeeMinor: 15_000, color: 1, rooms: [0, 1], weight: 2),
    DemoService(
      name: "ביקור מעקב", description: "נבדוק מה השתנה מאז הביקור הקודם.", minutes: 25, bufferAfter: 5, step: 15,
      priceMinor: 28_000, lateFeeMinor: 8_000, color: 2, rooms: [0, 1], weight: 5),
    DemoService(
      name: "ייעוץ בווידאו", description: "בשיחת וידאו, מכל מקום.", minutes: 20, step: 10, priceMinor: 25_000,
      isVideo: true, noticeMinutes: 60, cancelNoticeMinutes: 240, color: 3, weight: 3),
    DemoService(
      name: "בדיקת אולטרסאונד", description: "נערכת בחדר עם מכשיר האולטרסאונד.", minutes: 40, bufferBefore: 5,
      bufferAfter: 10, priceMinor: 60_000, noticeMinutes: 1440, cancelNoticeMinutes: 2880, lateFeeMinor: 20_000,
      color: 4,
      practitioners: [0], rooms: [0, 1], usesDevice: true, weight: 1),
    DemoService(
      name: "פיזיותרפיה", description: "תרגול וטיפול ידני.", minutes: 45, bufferAfter: 5, step: 15, priceMinor: 32_000,
      lateFeeMinor: 10_000, color: 5, practitioners: [1], rooms: [2, 1], weight: 6),
    DemoService(
      name: "פגישה משפחתית", description: "בתיאום עם המרפאה בלבד.", minutes: 90, bufferAfter: 15, priceMinor: 75_000,
      cancelNoticeMinutes: 4320, color: 2, booksOnline: false, rooms: [2], weight: 1),
    DemoService(
      name: "קבוצת גב", description: "תרגול לגב, בקבוצה קטנה.", minutes: 60, priceMinor: 9_000, horizonDays: 60,
      cancelNoticeMinutes: 720, color: 4, practitioners: [1], rooms: [2], places: 8, weight: 0),
  ]
}
