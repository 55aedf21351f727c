import Core
import Database
import Templates

/// What the variables of a text stand for in one appointment.
struct TextValues {
  let visit: Visit
  let practice: PracticeProfile
  let manageLink: String
  let bookLink: String
  let words: Localizer
  let times: VisitTimes

  /// - Parameter isolated: where what somebody typed could turn the words around it.
  func callAsFunction(_ variable: TextVariable, isolated: Bool) -> String {
    let typed = { (text: String) in isolated ? Isolation(language: visit.language)(text) : text }
    return switch variable {
    case .practice: typed(practice.name)
    case .date: times.date
    case .time: times.shortTime
    case .zone: times.zoneLabel
    case .practitioner: typed(visit.practitioner)
    case .place: visit.isByVideo ? words.text("mail.video") : typed(visit.place)
    case .price: times.money(visit.price)
    case .phone: typed(visit.contact.phone)
    case .link: manageLink
    case .booking: bookLink
    case .publicService: visit.publicService.isEmpty ? words.text("mail.appointment") : typed(visit.publicService)
    case .service: typed(visit.serviceName)
    }
  }
}
