import Core
import Crypto
import Database
import Outbound
import Templates
import Web

/// Puts a whole mail together: addresses, id, text, attachment.
struct MailWriter {
  let settings: MessagingSettings
  let now: Instant

  /// Nil when the patient's address cannot be written in a mail header.
  /// - Parameter also: other appointments of its series that this mail tells of.
  func appointment(
    _ notice: Notice, _ rule: AppointmentRule, _ visit: Visit, also: [Visit], in db: borrowing TenantReader
  ) throws -> MailMessage? {
    let token = try Unsubscription.token(of: notice.id, in: db)
    let path = token.map { Unsubscription.path($0, slug: db.practice.slug) } ?? "/portal/consents"
    let consentLink = settings.baseURL + path
    let mail = try mail(rule, visit, also: also, consentLink: consentLink, in: db)
    let attendee = address(visit.email ?? "")
    let organizer = address(visit.contact.email) ?? address(settings.sender.address)
    let file = mail.calendarFile(organizer: organizer, attendee: attendee)
    let attachment = file.flatMap { file in
      MailAttachment(
        name: file.method == .cancel ? "cancelled.ics" : "appointment.ics", type: "text/calendar",
        parameters: [("method", file.method.rawValue), ("charset", "utf-8")], bytes: file.bytes)
    }
    return message(
      notice, to: visit.email ?? "", mail.subject, mail.text, language: visit.language, contact: visit.contact,
      attachments: attachment.map { [$0] } ?? [], practice: db.practice,
      unsubscribe: notice.isUnsubscribable ? MailLink(consentLink) : nil)
  }

  /// What is said of an appointment, by mail and in the portal.
  func mail(
    _ rule: AppointmentRule, _ visit: Visit, also: [Visit], consentLink: String, in db: borrowing TenantReader
  ) throws -> AppointmentMail {
    AppointmentMail(
      rule: rule, visit: visit, series: try SeriesTimes.told(by: rule, of: visit, also, now: now, in: db),
      own: try NoticeTexts.find(rule, .email, visit.language, in: db), practice: db.practice,
      manageLink: settings.baseURL + (try db.managePath(visit.appointment, sequence: visit.sequence)),
      bookLink: settings.baseURL
        + (rule.kind == .comeAgain ? try Recalls.bookPath(visit, in: db) : "/\(db.practice.slug)/book"),
      signInLink: settings.baseURL + "/\(db.practice.slug)/sign-in", confirms: try confirms(rule, visit, in: db),
      consentLink: consentLink,
      words: settings.catalogs.localizer(for: visit.language),
      times: try VisitTimes(visit, uses12HourClock: db.practice.uses12HourClock), now: now)
  }

  /// Only a welcome speaks of the other appointments.
  private func confirms(_ rule: AppointmentRule, _ visit: Visit, in db: borrowing TenantReader) throws -> Bool {
    guard rule == .welcome, !visit.refused.contains(.email),
      let confirmation = try NoticeRules.find(.confirmation, in: db)
    else { return false }
    return confirmation.isOn(for: visit.service) && confirmation.channels.contains(.email)
  }

  func signIn(
    _ notice: Notice, _ challenge: EntityID, expiresAt: Instant, in db: borrowing TenantReader
  ) throws -> MailMessage? {
    let secrets = try db.challengeSecrets(challenge)
    let contact = try Visits.contact(in: db)
    let mail = SignInMail(
      practice: db.practice, contact: contact,
      link: settings.baseURL + "/\(db.practice.slug)/sign-in/link/\(secrets.linkToken.text)", code: secrets.code,
      expiresAt: expiresAt, now: now, words: settings.catalogs.localizer(for: notice.language))
    return message(
      notice, to: notice.recipient, mail.subject, mail.text, language: notice.language, contact: contact,
      attachments: [], practice: db.practice)
  }

  func staffLink(
    _ notice: Notice, _ id: EntityID, _ link: StaffLink, in db: borrowing TenantReader
  ) throws -> MailMessage? {
    let contact = try Visits.contact(in: db)
    let token = try db.staffLinkToken(id)
    let path = "/\(db.practice.slug)/\(link.purpose.rawValue)/\(token.text)?lang=\(link.language.rawValue)"
    let mail = StaffLinkMail(
      content: link, practice: db.practice, contact: contact, link: settings.baseURL + path,
      times: try StaffTimes(db.practice, notice.language), words: settings.catalogs.localizer(for: notice.language))
    return message(
      notice, to: notice.recipient, mail.subject, mail.text, language: notice.language, contact: contact,
      attachments: [], practice: db.practice)
  }

  func alert(
    _ notice: Notice, _ alert: StaffAlert, _ detail: String, _ user: UserID, _ member: StaffMember,
    in db: borrowing TenantReader
  ) throws -> MailMessage? {
    let contact = try Visits.contact(in: db)
    let words = settings.catalogs.localizer(for: notice.language)
    let what: String
    switch alert {
    case .newDevice:
      what = try EntityID(text: detail).map { try StaffMembers.deviceLabel($0, of: user, in: db) } ?? ""
    case .roleChanged: what = Role(rawValue: detail).map { words.text("role.\($0.rawValue)") } ?? ""
    case .passwordDisabled, .codesTried, .passwordChanged, .passwordRemoved, .passkeyAdded, .passkeyRemoved, .appAdded,
      .appRemoved, .recoveryCodesMade, .recoveryCodeUsed, .accountsJoined, .accountsSeparated,
      .providerAdded, .providerRemoved, .deactivated, .reactivated, .emergencyAccess, .exportReady:
      what = ""
    }
    let mail = StaffAlertMail(
      alert: alert, member: member, practice: db.practice, contact: contact, at: notice.id.id.madeAt, what: what,
      accountLink: settings.baseURL + "/account/security", times: try StaffTimes(db.practice, notice.language),
      words: words)
    return message(
      notice, to: notice.recipient, mail.subject, mail.text, language: notice.language, contact: contact,
      attachments: [], practice: db.practice)
  }

  func portalAlert(
    _ notice: Notice, _ alert: PortalAlert, in db: borrowing TenantReader
  ) throws -> MailMessage? {
    let contact = try Visits.contact(in: db)
    let mail = PortalAlertMail(
      alert: alert, practice: db.practice, contact: contact, at: notice.id.id.madeAt,
      link: settings.baseURL + "/\(db.practice.slug)/sign-in", times: try StaffTimes(db.practice, notice.language),
      words: settings.catalogs.localizer(for: notice.language))
    return message(
      notice, to: notice.recipient, mail.subject, mail.text, language: notice.language, contact: contact,
      attachments: [], practice: db.practice)
  }

  func offer(
    _ notice: Notice, _ id: EntityID, _ offer: WaitingOffer, in db: borrowing TenantReader
  ) throws -> MailMessage? {
    let mail = try mail(id, offer, in: db)
    return message(
      notice, to: offer.email ?? "", mail.subject, mail.text, language: offer.language, contact: mail.contact,
      attachments: [], practice: db.practice)
  }

  /// What is said of an offer, by mail and in the portal.
  func mail(_ id: EntityID, _ offer: WaitingOffer, in db: borrowing TenantReader) throws -> OfferMail {
    let token = try db.offerToken(id)
    return OfferMail(
      offer: offer, practice: db.practice, contact: try Visits.contact(in: db),
      link: settings.baseURL + "/\(db.practice.slug)/offers/\(token.text)?lang=\(offer.language.rawValue)",
      times: try VisitTimes(
        start: offer.start, end: offer.end, zoneName: offer.zoneName, language: offer.language,
        uses12HourClock: db.practice.uses12HourClock), words: settings.catalogs.localizer(for: offer.language))
  }

  func wish(_ notice: Notice, _ wish: WaitingWish, in db: borrowing TenantReader) throws -> MailMessage? {
    let contact = try Visits.contact(in: db)
    let mail = WishMail(
      practice: db.practice, contact: contact, link: settings.baseURL + "/portal/waitlist",
      words: settings.catalogs.localizer(for: wish.language))
    return message(
      notice, to: wish.email ?? "", mail.subject, mail.text, language: wish.language, contact: contact,
      attachments: [], practice: db.practice)
  }

  /// That a written message waits. Neither what it says nor whose it is.
  func message(_ notice: Notice, to address: String, in db: borrowing TenantReader) throws -> MailMessage? {
    let contact = try Visits.contact(in: db)
    let mail = MessageMail(
      practice: db.practice, contact: contact, link: settings.baseURL + "/\(db.practice.slug)/sign-in",
      words: settings.catalogs.localizer(for: notice.language))
    return message(
      notice, to: address, mail.subject, mail.text, language: notice.language, contact: contact, attachments: [],
      practice: db.practice)
  }

  /// Words of the practice as they were written. Where answers go it says itself: by mail nowhere.
  func words(
    _ notice: Notice, _ typed: String, for person: MessagePerson, in db: borrowing TenantReader
  ) throws -> MailMessage? {
    let contact = try Visits.contact(in: db)
    let mail = WrittenMail(
      practice: db.practice, contact: contact, typed: typed,
      // Of the patient alone, who reads it: who acts for them gets no such mail.
      portal: person.signsIn
        ? .init(
          link: settings.baseURL + "/\(db.practice.slug)/sign-in", consents: settings.baseURL + "/portal/consents")
        : nil,
      words: settings.catalogs.localizer(for: notice.language))
    return message(
      notice, to: person.email ?? "", mail.subject, mail.text, language: notice.language,
      contact: PracticeContact(email: "", phone: contact.phone, address: contact.address), attachments: [],
      practice: db.practice)
  }

  private func message(
    _ notice: Notice, to recipient: String, _ subject: String, _ text: String, language: Language,
    contact: PracticeContact, attachments: [MailAttachment], practice: PracticeProfile, unsubscribe: MailLink? = nil
  ) -> MailMessage? {
    let domain = settings.sender.address.split(separator: "@").last.map(String.init) ?? ""
    guard let to = MailAddress(recipient), let id = MessageID("\(notice.id)@\(domain)"),
      let from = MailAddress(settings.sender.address, name: practice.name)
    else { return nil }
    return MailMessage(
      id: id, date: now, from: from, to: to, replyTo: MailAddress(contact.email), subject: subject, language: language,
      text: text, attachments: attachments, unsubscribe: unsubscribe)
  }

  private func address(_ text: String) -> EmailAddress? {
    do throws(EmailAddressError) { return try EmailAddress(text) } catch { return nil }
  }
}
