import Core
import Routing

extension PatientForm {
  /// Code points; four bytes each still fit the sealed columns.
  enum Limit {
    static let name = 100
    static let address = 350
    static let note = 900
  }
  /// Nobody alive was born earlier, by a wide margin: an earlier year is a slip of the finger.
  private static let oldestYears = 130

  /// The details, or what has to be put right.
  /// - Parameter today: in the practice's zone.
  func validated(_ reader: Language, today: LocalDate) -> (details: PatientDetails?, errors: FormErrors) {
    var errors = FormErrors()
    if family.isEmpty { errors.refuse("family", "patients.error.family") }
    limit("given", given, Limit.name, &errors)
    limit("family", family, Limit.name, &errors)
    limit("address", address, Limit.address, &errors)
    limit("note", note, Limit.note, &errors)
    let born = checkedBirthDate(reader, today: today, &errors)
    checkEmail(&errors)
    checkPhone(&errors)
    let gender = AdministrativeGender(rawValue: gender)
    if gender == nil { errors.refuse("gender", "patients.error.choice") }
    let language = Language(rawValue: language)
    if language == nil { errors.refuse("language", "patients.error.choice") }
    guard errors.isEmpty, let gender, let language else { return (nil, errors) }
    let details = PatientDetails(
      name: PersonName(given: given, family: family), birthDate: born, gender: gender, email: email, phone: phone,
      address: address, language: language, note: note, isActive: isActive)
    return (details, errors)
  }

  private func limit(_ field: String, _ text: String, _ limit: Int, _ errors: inout FormErrors) {
    let count = text.unicodeScalars.count
    if count > limit { errors.refuse(field, "patients.error.tooLong", ["count": "\(count)", "limit": "\(limit)"]) }
  }

  private func checkedBirthDate(
    _ reader: Language, today: LocalDate, _ errors: inout FormErrors
  ) -> PartialDate? {
    guard !birthDate.isEmpty else { return nil }
    guard let date = readBirthDate(reader, &errors) else { return nil }
    if date.earliest > today {
      errors.refuse("birth-date", "patients.error.birthFuture")
    } else if date.earliest.year < today.year - Self.oldestYears {
      errors.refuse("birth-date", "patients.error.birthEarly", ["year": "\(date.earliest.year)"])
    }
    return date
  }

  private func readBirthDate(_ reader: Language, _ errors: inout FormErrors) -> PartialDate? {
    if case .success(let date) = PartialDate.parse(birthDate) { return date }
    let days = BirthDateInput.days(birthDate, reader)
    if days.count > 1 { errors.refuse("birth-date", "patients.error.birthAmbiguous", ["iso": "\(days[0])"]) }
    guard days.count == 1 else {
      errors.refuse("birth-date", "patients.error.birthDate")
      return nil
    }
    return PartialDate(precision: .day, earliest: days[0])
  }

  private func checkEmail(_ errors: inout FormErrors) {
    guard !email.isEmpty else { return }
    do throws(EmailAddressError) {
      _ = try EmailAddress(email)
    } catch {
      switch error {
      case .empty, .controlCharacters, .invalidLocalPart, .invalidDomain: errors.refuse("email", "patients.error.email")
      case .noAt: errors.refuse("email", "patients.error.emailNoAt")
      case .severalAts: errors.refuse("email", "patients.error.emailSeveralAts")
      case .missingDomainEnding: errors.refuse("email", "patients.error.emailEnding")
      case .nonASCIIDomain: errors.refuse("email", "patients.error.emailDomain")
      case .tooLong: errors.refuse("email", "patients.error.emailLong")
      }
    }
  }

  private func checkPhone(_ errors: inout FormErrors) {
    guard !phone.isEmpty else { return }
    do throws(PhoneNumberError) {
      _ = try PhoneNumber(phone)
    } catch {
      switch error {
      case .empty, .invalidCharacters: errors.refuse("phone", "patients.error.phone")
      case .tooShort: errors.refuse("phone", "patients.error.phoneShort")
      case .tooLong: errors.refuse("phone", "patients.error.phoneLong")
      }
    }
  }
}
