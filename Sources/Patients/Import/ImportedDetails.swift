import Core
import Web

/// An imported patient as this practice keeps it.
extension ImportedPatient {
  /// Bytes the sealed columns have room for.
  private enum Room {
    static let name = 900
    static let email = 500
    static let phone = 150
    static let address = 1400
  }

  /// - Parameter language: of the practice, when the source names none that we speak.
  func details(language practiceLanguage: Language) -> PatientDetails {
    PatientDetails(
      name: PersonName(given: SingleLine.clean(name.given), family: SingleLine.clean(name.family)),
      birthDate: birthDate, gender: gender ?? .unknown, email: SingleLine.clean(email ?? ""),
      phone: SingleLine.clean(phone ?? ""), address: postalAddress, language: language ?? practiceLanguage, note: "",
      isActive: true)
  }

  var isDeceased: Bool {
    switch deceased {
    case .yes, .on: true
    case .no, nil: false
    }
  }

  /// What has no room, named by its path; nil when everything has.
  func refusal(at entry: Int) -> ImportPreview.Fate? {
    let details = details(language: .en)
    let texts = [
      ("name", details.name.given + details.name.family, Room.name), ("telecom", details.email, Room.email),
      ("telecom", details.phone, Room.phone), ("address", details.address, Room.address),
    ]
    for (member, text, room) in texts where text.utf8.count > room {
      return .refused(path: "entry[\(entry)].resource.\(member)", .tooLong(limit: room))
    }
    return nil
  }

  private var postalAddress: String {
    guard let address else { return "" }
    let place = [address.postalCode, address.city].compactMap(\.self).joined(separator: " ")
    let region = [address.district, address.state].compactMap(\.self).joined(separator: ", ")
    let lines = address.lines + [place, region, address.country ?? ""].filter { !$0.isEmpty }
    return MultiLine.clean(lines.isEmpty ? address.text ?? "" : lines.joined(separator: "\n"))
  }
}
