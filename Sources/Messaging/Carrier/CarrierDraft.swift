import Core
import Routing

/// Valid settings of the carrier, ready to be written.
struct CarrierDraft: Sendable {
  let isOn: Bool
  let account: String
  /// Nil keeps the one that is stored.
  let token: String?
  let smsSender: String
  let whatsAppSender: String
  let country: String

  static func parse(_ values: FormValues, _ stored: Carrier?) -> (draft: CarrierDraft?, errors: FormErrors) {
    var errors = FormErrors()
    let isOn = values.isOn("carrier-on")
    let account = FormRules.line(values, "carrier-account", limit: 34, isRequired: isOn, &errors)
    if !account.isEmpty, !Carrier.isAccount(account) {
      errors.refuse("carrier-account", "messages.carrier.accountInvalid")
    }
    let token = values["token"]
    if !token.isEmpty, token.utf8.count > 200 || !token.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) {
      errors.refuse("token", "messages.carrier.tokenInvalid")
    }
    // The secret of one account is none of another's.
    let keepsToken = stored?.hasToken == true && stored?.account == account
    if isOn, token.isEmpty, !keepsToken { errors.refuse("token", "forms.missing") }
    let sender = number(values, "sms-sender", &errors, orService: true)
    let whatsApp = number(values, "whatsapp-sender", &errors, orService: false)
    if isOn, sender.isEmpty, whatsApp.isEmpty { errors.refuse("sms-sender", "forms.missing") }
    let country = FormRules.line(values, "country-code", limit: 4, &errors).filter { $0 != "+" }
    if !country.utf8.allSatisfy({ (0x30...0x39).contains($0) }) || country.hasPrefix("0") {
      errors.refuse("country-code", "messages.carrier.countryInvalid")
    }
    guard errors.isEmpty else { return (nil, errors) }
    return (
      CarrierDraft(
        isOn: isOn, account: account, token: token.isEmpty ? nil : token, smsSender: sender, whatsAppSender: whatsApp,
        country: country), errors
    )
  }

  private static func number(
    _ values: FormValues, _ field: String, _ errors: inout FormErrors, orService: Bool
  ) -> String {
    let line = FormRules.line(values, field, limit: 40, &errors)
    guard !line.isEmpty, !(orService && Carrier.isService(line)) else { return line }
    do throws(PhoneNumberError) {
      let digits = try PhoneNumber(line).digits
      if digits.hasPrefix("+") { return digits }
    } catch {}
    errors.refuse(field, "messages.carrier.senderInvalid")
    return line
  }

  var values: FormValues {
    FormValues([
      "carrier-on": isOn ? "1" : "", "carrier-account": account, "token": token == nil ? "" : "new",
      "sms-sender": smsSender,
      "whatsapp-sender": whatsAppSender, "country-code": country,
    ])
  }

  /// As the form shows it: the token never leaves the database for a page.
  static func values(of carrier: Carrier?) -> FormValues {
    FormValues([
      "carrier-on": carrier?.isOn == true ? "1" : "", "carrier-account": carrier?.account ?? "", "token": "",
      "sms-sender": carrier?.smsSender ?? "", "whatsapp-sender": carrier?.whatsAppSender ?? "",
      "country-code": carrier?.country ?? "",
    ])
  }
}
