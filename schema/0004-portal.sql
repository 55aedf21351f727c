-- The portal: second factors of patients, and people who act for them, one sign-in for several patients.

CREATE TABLE identity_portal_account (
  practice_id       BINARY(16)     NOT NULL,
  id                BINARY(16)     NOT NULL COMMENT 'a patient''s own account has the id of the patient',
  patient_id        BINARY(16)     NULL COMMENT 'NULL: of somebody who acts for patients',
  sealed_email      VARBINARY(600) NULL,
  email_index       BINARY(16)     NULL COMMENT 'HMAC under the practice''s key, as in patients_patient; NULL: as on the record',
  language          CHAR(2)        CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'en',
  sealed_totp       VARBINARY(200) NULL COMMENT 'NULL: no authenticator app',
  totp_last_step    BIGINT         NOT NULL DEFAULT 0,
  created_at        DATETIME(6)    NOT NULL,
  version           BIGINT         NOT NULL DEFAULT 1,
  PRIMARY KEY (practice_id, id),
  UNIQUE KEY (practice_id, email_index),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patients_patient (practice_id, id),
  CHECK ((patient_id IS NULL) = (email_index IS NOT NULL)),
  CHECK (patient_id IS NULL OR patient_id = id)
);

-- FHIR RelatedPerson: who may act for a patient, as the practice has written it down.
CREATE TABLE identity_related_person (
  practice_id       BINARY(16)     NOT NULL,
  id                BINARY(16)     NOT NULL,
  account_id        BINARY(16)     NOT NULL,
  patient_id        BINARY(16)     NOT NULL,
  sealed_name       VARBINARY(600) NOT NULL,
  relation          ENUM('parent', 'guardian', 'partner', 'child', 'carer', 'other') NOT NULL,
  valid_until       DATETIME(6)    NULL COMMENT 'NULL: until it is ended',
  created_at        DATETIME(6)    NOT NULL,
  created_by        BINARY(16)     NULL,
  ended_at          DATETIME(6)    NULL,
  PRIMARY KEY (practice_id, id),
  KEY (practice_id, account_id, patient_id),
  KEY (practice_id, patient_id),
  FOREIGN KEY (practice_id, account_id) REFERENCES identity_portal_account (practice_id, id),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patients_patient (practice_id, id),
  FOREIGN KEY (practice_id, created_by) REFERENCES identity_user (practice_id, id)
);

ALTER TABLE identity_passkey
  MODIFY user_id BINARY(16) NULL,
  ADD COLUMN account_id BINARY(16) NULL COMMENT 'of the portal',
  ADD FOREIGN KEY (practice_id, account_id) REFERENCES identity_portal_account (practice_id, id),
  ADD CHECK ((user_id IS NULL) = (account_id IS NOT NULL));

ALTER TABLE identity_session
  ADD COLUMN account_id  BINARY(16) NULL COMMENT 'of the portal, of who acts for the patient; NULL: the patient',
  ADD COLUMN email_index BINARY(16) NULL COMMENT 'of the mailbox that was shown: whose portals can be reached',
  ADD FOREIGN KEY (practice_id, account_id) REFERENCES identity_portal_account (practice_id, id),
  ADD CHECK (account_id IS NULL OR kind = 'patient');

ALTER TABLE identity_email_challenge
  ADD COLUMN account_id  BINARY(16) NULL COMMENT 'of the portal, when the address is of one who acts for patient_id',
  ADD COLUMN email_index BINARY(16) NULL,
  ADD FOREIGN KEY (practice_id, account_id) REFERENCES identity_portal_account (practice_id, id);

-- Mails to them: news of their second factors.
ALTER TABLE messaging_notice
  ADD COLUMN account_id BINARY(16) NULL COMMENT 'of the portal: whose second factors the news is about',
  ADD FOREIGN KEY (practice_id, account_id) REFERENCES identity_portal_account (practice_id, id);
