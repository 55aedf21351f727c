-- Channels: quiet hours, unsubscribing in one click, what a patient does not want, texts by a carrier.

ALTER TABLE patients_consent
  MODIFY topic ENUM('treatment', 'telehealth', 'marketing', 'sharing', 'sms', 'whatsapp') NOT NULL;
ALTER TABLE patients_consent_text
  MODIFY topic ENUM('treatment', 'telehealth', 'marketing', 'sharing', 'sms', 'whatsapp') NOT NULL;

ALTER TABLE messaging_notice
  ADD COLUMN unsubscribe_hash BINARY(32) NULL COMMENT 'of the secret in its link',
  ADD COLUMN carrier_id       VARCHAR(34) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'what the carrier calls the text',
  ADD COLUMN segments         TINYINT NULL COMMENT 'how many the carrier counted, or we',
  ADD UNIQUE KEY unsubscribe (practice_id, unsubscribe_hash);

-- A practice that is not here has the quiet hours that come with the product.
CREATE TABLE messaging_setting (
  practice_id BINARY(16)  NOT NULL,
  is_quiet    BOOLEAN     NOT NULL COMMENT 'whether there are quiet hours',
  quiet_from  SMALLINT    NOT NULL COMMENT 'minutes from midnight, by the patient''s clock',
  quiet_to    SMALLINT    NOT NULL COMMENT 'of the next day where it is not later',
  version     BIGINT      NOT NULL DEFAULT 1,
  PRIMARY KEY (practice_id),
  FOREIGN KEY (practice_id) REFERENCES practices_practice (practice_id),
  CHECK (quiet_from BETWEEN 0 AND 1439),
  CHECK (quiet_to BETWEEN 0 AND 1439)
);

-- What a patient does not want, whatever was agreed to; and by which clock they live.
CREATE TABLE messaging_preference (
  practice_id    BINARY(16)  NOT NULL,
  patient_id     BINARY(16)  NOT NULL,
  zone           VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'NULL: of the appointment',
  no_email_by    ENUM('staff') NULL COMMENT 'who said that it is not wanted; NULL: it is',
  no_email_at    DATETIME(6) NULL,
  no_sms_by      ENUM('staff', 'reply', 'carrier') NULL COMMENT 'reply: the patient wrote STOP',
  no_sms_at      DATETIME(6) NULL,
  no_whatsapp_by ENUM('staff', 'reply', 'carrier') NULL,
  no_whatsapp_at DATETIME(6) NULL,
  version        BIGINT      NOT NULL DEFAULT 1,
  PRIMARY KEY (practice_id, patient_id),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patients_patient (practice_id, id),
  CHECK ((no_email_by IS NULL) = (no_email_at IS NULL)),
  CHECK ((no_sms_by IS NULL) = (no_sms_at IS NULL)),
  CHECK ((no_whatsapp_by IS NULL) = (no_whatsapp_at IS NULL))
);

-- The practice's account with the carrier of texts (Twilio).
CREATE TABLE messaging_carrier (
  practice_id     BINARY(16)     NOT NULL,
  id              BINARY(16)     NOT NULL,
  is_on           BOOLEAN        NOT NULL DEFAULT FALSE,
  account         VARCHAR(34)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'AC and 32 digits',
  sealed_token    VARBINARY(400) NULL COMMENT 'signs what it posts, and lets us send',
  sms_sender      VARCHAR(34)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'a number, or MG and 32 digits',
  whatsapp_sender VARCHAR(20)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  country         VARCHAR(4)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT ''
    COMMENT 'calling code of numbers that are written without one',
  version         BIGINT         NOT NULL DEFAULT 1,
  PRIMARY KEY (practice_id, id),
  UNIQUE KEY one_a_practice (practice_id),
  FOREIGN KEY (practice_id) REFERENCES practices_practice (practice_id)
);

-- What the carrier posted of answers, so that each counts once. Neither who nor what: that is done, or answered.
CREATE TABLE messaging_reply (
  practice_id BINARY(16)  NOT NULL,
  carrier_id  VARCHAR(34) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  keyword     ENUM('stop', 'start', 'help', 'other') NOT NULL,
  received_at DATETIME(6) NOT NULL,
  PRIMARY KEY (practice_id, carrier_id),
  FOREIGN KEY (practice_id) REFERENCES practices_practice (practice_id)
);
