-- Keys that rotate, and a patient's rights: erasure, restriction, consents, a copy of everything.

ALTER TABLE practices_key
  ADD COLUMN purpose      ENUM('data', 'index', 'audit') NOT NULL DEFAULT 'data',
  ADD COLUMN retired_at   DATETIME(6) NULL COMMENT 'since then a newer key seals',
  ADD COLUMN destroyed_at DATETIME(6) NULL COMMENT 'since then wrapped is empty: nothing referred to it any more',
  DROP PRIMARY KEY,
  ADD PRIMARY KEY (practice_id, purpose, id);

-- Sealed for a patient, a value is 16 bytes longer.
ALTER TABLE clinical_allergy MODIFY sealed_content VARBINARY(8100) NOT NULL;
ALTER TABLE clinical_condition MODIFY sealed_content VARBINARY(8100) NOT NULL;
ALTER TABLE clinical_encounter MODIFY sealed_content VARBINARY(8100) NOT NULL;
ALTER TABLE clinical_immunization MODIFY sealed_content VARBINARY(8100) NOT NULL;
ALTER TABLE clinical_medication MODIFY sealed_content VARBINARY(8100) NOT NULL;
ALTER TABLE clinical_observation MODIFY sealed_content VARBINARY(8100) NOT NULL;
ALTER TABLE scheduling_appointment
  MODIFY sealed_override_reason VARBINARY(1100) NULL,
  MODIFY sealed_note VARBINARY(4100) NULL COMMENT 'what the patient wrote to the practice',
  MODIFY sealed_cancel_reason VARBINARY(1100) NULL;
ALTER TABLE messaging_notice
  MODIFY sealed_recipient VARBINARY(700) NOT NULL,
  MODIFY sealed_parameters VARBINARY(2100) NULL COMMENT 'secrets the text needs, such as a link''s token; erased once sent';

ALTER TABLE patients_patient
  ADD COLUMN restricted_at     DATETIME(6) NULL COMMENT 'since then kept and otherwise not used (GDPR Art. 18)',
  ADD COLUMN contact_erased_at DATETIME(6) NULL,
  ADD COLUMN erased_at         DATETIME(6) NULL COMMENT 'since then nothing of them can be read';

CREATE TABLE patients_erasure (
  practice_id  BINARY(16)  NOT NULL,
  id           BINARY(16)  NOT NULL,
  patient_id   BINARY(16)  NOT NULL,
  part         ENUM('record', 'contact') NOT NULL,
  state        ENUM('planned', 'done') NOT NULL DEFAULT 'planned',
  due_on       DATE        NOT NULL COMMENT 'until then the law wants it kept',
  requested_by BINARY(16)  NULL,
  requested_at DATETIME(6) NOT NULL,
  done_at      DATETIME(6) NULL,
  PRIMARY KEY (practice_id, id),
  UNIQUE KEY (practice_id, patient_id, part),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patients_patient (practice_id, id)
);

CREATE TABLE patients_retention (
  practice_id       BINARY(16)   NOT NULL PRIMARY KEY,
  country     VARCHAR(8)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  years       TINYINT     NOT NULL COMMENT 'after the last care' CHECK (years BETWEEN 0 AND 40),
  FOREIGN KEY (practice_id) REFERENCES practices_practice (practice_id)
);

-- What patients agree to, word by word; a text is never changed, only followed by a newer version.
CREATE TABLE patients_consent_text (
  practice_id BINARY(16)    NOT NULL,
  id          BINARY(16)    NOT NULL,
  topic       ENUM('treatment', 'telehealth', 'marketing', 'sharing') NOT NULL,
  language    CHAR(2)       CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  version     INT           NOT NULL,
  text        VARCHAR(4000) NOT NULL,
  created_at  DATETIME(6)   NOT NULL,
  created_by  BINARY(16)    NULL,
  PRIMARY KEY (practice_id, id),
  UNIQUE KEY (practice_id, topic, language, version),
  FOREIGN KEY (practice_id) REFERENCES practices_practice (practice_id)
);

CREATE TABLE patients_consent (
  practice_id  BINARY(16)  NOT NULL,
  id           BINARY(16)  NOT NULL,
  patient_id   BINARY(16)  NOT NULL,
  topic        ENUM('treatment', 'telehealth', 'marketing', 'sharing') NOT NULL,
  text_id      BINARY(16)  NOT NULL,
  given_at     DATETIME(6) NOT NULL,
  given_by     ENUM('patient', 'staff') NOT NULL,
  user_id      BINARY(16)  NULL COMMENT 'who of the staff wrote it down',
  withdrawn_at DATETIME(6) NULL,
  withdrawn_by ENUM('patient', 'staff') NULL,
  PRIMARY KEY (practice_id, id),
  KEY (practice_id, patient_id, topic),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patients_patient (practice_id, id),
  FOREIGN KEY (practice_id, text_id) REFERENCES patients_consent_text (practice_id, id),
  CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL))
);
