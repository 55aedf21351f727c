-- Words of the practice that leave by email and by SMS, and who is told of an answer.

-- Written words by SMS: what patients agree to as "sms" speaks of their appointments alone.
ALTER TABLE patients_consent
  MODIFY topic ENUM('treatment', 'telehealth', 'marketing', 'sharing', 'sms', 'whatsapp', 'email', 'writtenSms') NOT NULL;
ALTER TABLE patients_consent_text
  MODIFY topic ENUM('treatment', 'telehealth', 'marketing', 'sharing', 'sms', 'whatsapp', 'email', 'writtenSms') NOT NULL;

-- No reference: the account goes with the contact data of the patient, the message with the record.
ALTER TABLE messaging_message
  ADD COLUMN account_id BINARY(16) NULL COMMENT 'of the portal, where somebody who acts for the patient wrote it';
