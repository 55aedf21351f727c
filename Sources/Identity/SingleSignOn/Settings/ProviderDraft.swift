import Routing

/// Valid settings of an identity provider, ready to be written.
struct ProviderDraft: Sendable {
  let isOn: Bool
  let issuer: String
  let clientID: String
  /// Nil keeps the one that is stored.
  let secret: String?
  let emailDomain: String

  /// - Parameter client: whose rules an address must keep to.
  static func parse(_ values: FormValues, _ client: ProviderClient) -> (draft: ProviderDraft?, errors: FormErrors) {
    var errors = FormErrors()
    let isOn = values.isOn("isOn")
    let issuer = FormRules.line(values, "issuer", limit: 300, isRequired: isOn, &errors)
    if !issuer.isEmpty {
      let isPlain = issuer.utf8.allSatisfy { (0x21...0x7e).contains($0) && !"?#\"<>\\^`{|}".utf8.contains($0) }
      if !isPlain || !client.mayAsk(issuer) { errors.refuse("issuer", "identity.provider.issuerInvalid") }
    }
    let clientID = FormRules.line(values, "clientID", limit: 200, isRequired: isOn, &errors)
    if !clientID.utf8.allSatisfy({ (0x20...0x7e).contains($0) }) {
      errors.refuse("clientID", "identity.provider.charactersInvalid")
    }
    let secret = values["clientSecret"]
    if secret.utf8.count > 400 { errors.refuse("clientSecret", "forms.tooLong", ["limit": "400"]) }
    if !secret.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) {
      errors.refuse("clientSecret", "identity.provider.charactersInvalid")
    }
    let domain = lowercased(FormRules.line(values, "emailDomain", limit: 253, &errors))
    if !isDomain(domain) { errors.refuse("emailDomain", "identity.provider.domainInvalid") }
    guard errors.isEmpty else { return (nil, errors) }
    let draft = ProviderDraft(
      isOn: isOn, issuer: issuer, clientID: clientID, secret: secret.isEmpty ? nil : secret, emailDomain: domain)
    return (draft, errors)
  }

  private static func lowercased(_ text: String) -> String {
    String(decoding: text.utf8.map { (0x41...0x5a).contains($0) ? $0 + 0x20 : $0 }, as: UTF8.self)
  }
  /// Empty, or what stands behind the @ of an address.
  private static func isDomain(_ text: String) -> Bool {
    guard !text.isEmpty else { return true }
    let labels = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return labels.count > 1
      && labels.allSatisfy { label in
        (1...63).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
          && label.allSatisfy { (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }
      }
  }

  var values: FormValues {
    FormValues([
      "isOn": isOn ? "1" : "", "issuer": issuer, "clientID": clientID, "clientSecret": secret == nil ? "" : "new",
      "emailDomain": emailDomain,
    ])
  }
}

extension Provider {
  /// As the form shows it: the secret never leaves the database for a page.
  static func values(of provider: Provider?) -> FormValues {
    FormValues([
      "isOn": provider?.isOn == true ? "1" : "", "issuer": provider?.issuer ?? "",
      "clientID": provider?.clientID ?? "", "clientSecret": "", "emailDomain": provider?.emailDomain ?? "",
    ])
  }
}
