import Core
import Templates

/// One patient in a table.
struct PersonRow: TemplateModel {
  let href: String
  let name: String
  let isInactive: Bool
  let born: String?
  let age: String?
  let phone: String?
  let email: String?
  let last: String?
  let next: String?

  static let fields: [Field<PersonRow>] = [
    .text("href") { $0.href },
    .text("name") { $0.name },
    .flag("isInactive") { $0.isInactive },
    .optionalText("born") { $0.born },
    .optionalText("age") { $0.age },
    .optionalText("phone") { $0.phone },
    .optionalText("email") { $0.email },
    .optionalText("last") { $0.last },
    .optionalText("next") { $0.next },
  ]

  init(_ entry: Directory.Entry, _ line: DirectoryLine?, _ words: PatientWords, showsContact: Bool) {
    href = "/patients/\(entry.id)"
    name = words.listed(entry.name)
    isInactive = !entry.isActive
    born = line?.birthDate.map(words.date)
    age = line?.birthDate.flatMap(words.age)
    phone = showsContact ? line?.phone.nilIfEmpty : nil
    email = showsContact ? line?.email.nilIfEmpty : nil
    last = line?.lastAppointment.map(words.moment)
    next = line?.nextAppointment.map(words.moment)
  }
}

extension String {
  var nilIfEmpty: String? { isEmpty ? nil : self }
}
