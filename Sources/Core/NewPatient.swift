/// What is known of somebody who is not a patient yet. Fields are cleaned and valid.
public struct NewPatient: Sendable, Equatable {
  public let name: PersonName
  public let email: String
  public let phone: String
  public let language: Language
  public init(name: PersonName, email: String, phone: String, language: Language) {
    self.name = name
    self.email = email
    self.phone = phone
    self.language = language
  }
}
