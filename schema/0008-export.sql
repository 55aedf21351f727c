-- A copy of everything about a patient, for the patient (GDPR Art. 15 and 20): what was ordered, and its parts until it
-- lapses.
CREATE TABLE patients_export (
  practice_id   BINARY(16)  NOT NULL,
  id            BINARY(16)  NOT NULL,
  patient_id    BINARY(16)  NOT NULL,
  ordered_by    ENUM('staff', 'patient', 'guardian') NOT NULL,
  user_id       BINARY(16)  NULL,
  account_id    BINARY(16)  NULL COMMENT 'of the portal, of who acts for the patient',
  open_for      BINARY(16)  NULL COMMENT 'whose one order this is until it has gone: the practice''s, the patient''s, an account''s',
  language      CHAR(2)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  state         ENUM('waiting', 'building', 'ready', 'failed', 'gone') NOT NULL DEFAULT 'waiting',
  run           INT         NOT NULL DEFAULT 1 COMMENT 'rises with each "try again"',
  section       VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'the next one to write',
  after_id      BINARY(16)  NULL COMMENT 'the last row of that section that was written',
  parts_done    INT         NOT NULL DEFAULT 0,
  parts_total   INT         NOT NULL DEFAULT 0,
  content_bytes BIGINT      NOT NULL DEFAULT 0,
  archive_bytes BIGINT      NULL,
  outcome       VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'why it failed or went',
  ordered_at    DATETIME(6) NOT NULL,
  ready_at      DATETIME(6) NULL,
  expires_at    DATETIME(6) NOT NULL COMMENT 'then its parts go, whatever became of it',
  fetched_at    DATETIME(6) NULL COMMENT 'the last time',
  over_at       DATETIME(6) NULL,
  PRIMARY KEY (practice_id, id),
  UNIQUE KEY (practice_id, patient_id, open_for),
  KEY (practice_id, state, expires_at),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patients_patient (practice_id, id),
  FOREIGN KEY (practice_id, user_id) REFERENCES identity_user (practice_id, id),
  FOREIGN KEY (practice_id, account_id) REFERENCES identity_portal_account (practice_id, id)
);

-- What is written so far, and then the archive in pieces, in place of it.
CREATE TABLE patients_export_part (
  practice_id    BINARY(16) NOT NULL,
  id             BINARY(16) NOT NULL,
  export_id      BINARY(16) NOT NULL,
  patient_id     BINARY(16) NOT NULL,
  kind           ENUM('draft', 'archive') NOT NULL,
  position       INT        NOT NULL,
  sealed_content MEDIUMBLOB NULL COMMENT 'also by the secret of the contact data: closed as soon as that is erased',
  sealed_record  MEDIUMBLOB NULL COMMENT 'by the secret of the record alone, where contact data has been erased before',
  PRIMARY KEY (practice_id, id),
  UNIQUE KEY (practice_id, export_id, kind, position),
  KEY (practice_id, patient_id),
  FOREIGN KEY (practice_id, export_id) REFERENCES patients_export (practice_id, id),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patients_patient (practice_id, id),
  CHECK ((sealed_content IS NULL) <> (sealed_record IS NULL))
);
