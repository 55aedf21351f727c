-- Messages that people write: of the practice to a patient, and the answers.

CREATE TABLE messaging_message (
  practice_id BINARY(16) NOT NULL,
  id          BINARY(16) NOT NULL,
  patient_id  BINARY(16) NOT NULL,
  author      ENUM('staff', 'patient', 'guardian') NOT NULL,
  user_id     BINARY(16) NULL COMMENT 'who of the practice wrote it',
  medium      ENUM('portal', 'email', 'sms') NOT NULL COMMENT 'portal: read there, behind a second factor',
  sealed_text BLOB NOT NULL,
  form_key    BINARY(16) NOT NULL COMMENT 'of the form: sent twice it is one message',
  written_at  DATETIME(6) NOT NULL,
  read_at     DATETIME(6) NULL COMMENT 'when the patient''s side first opened what the practice wrote',
  read_by     ENUM('patient', 'guardian') NULL,
  is_open     BOOLEAN NOT NULL COMMENT 'the practice has neither answered nor laid it aside',
  closed_at   DATETIME(6) NULL,
  closed_by   BINARY(16) NULL,
  answer_id   BINARY(16) NULL COMMENT 'what it was answered with; NULL: laid aside without',
  PRIMARY KEY (practice_id, id),
  UNIQUE KEY once (practice_id, patient_id, form_key),
  KEY of_patient (practice_id, patient_id, written_at),
  KEY unanswered (practice_id, is_open, written_at),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patients_patient (practice_id, id),
  FOREIGN KEY (practice_id, user_id) REFERENCES identity_user (practice_id, id),
  FOREIGN KEY (practice_id, closed_by) REFERENCES identity_user (practice_id, id),
  CHECK ((author = 'staff') = (user_id IS NOT NULL)),
  CHECK ((read_at IS NULL) = (read_by IS NULL)),
  CHECK (NOT is_open OR author <> 'staff' AND closed_at IS NULL)
);

ALTER TABLE messaging_notice
  ADD COLUMN message_id BINARY(16) NULL COMMENT 'the written message that it tells of, or brings',
  ADD UNIQUE KEY message_once (practice_id, message_id, channel, detail),
  ADD FOREIGN KEY (practice_id, message_id) REFERENCES messaging_message (practice_id, id);

-- Whether patients may write, and how soon they are answered. A practice that is not here does not take messages.
CREATE TABLE messaging_answering (
  practice_id    BINARY(16) NOT NULL,
  patients_write BOOLEAN    NOT NULL,
  answer_days    TINYINT    NOT NULL COMMENT 'working days in which the practice says it answers',
  version        BIGINT     NOT NULL DEFAULT 1,
  PRIMARY KEY (practice_id),
  FOREIGN KEY (practice_id) REFERENCES practices_practice (practice_id),
  CHECK (answer_days BETWEEN 1 AND 10)
);

-- Up to when a member of staff has seen what is new for them.
CREATE TABLE messaging_seen (
  practice_id BINARY(16)  NOT NULL,
  user_id     BINARY(16)  NOT NULL,
  seen_at     DATETIME(6) NOT NULL,
  PRIMARY KEY (practice_id, user_id),
  FOREIGN KEY (practice_id, user_id) REFERENCES identity_user (practice_id, id)
);

-- What a patient changed themselves is news to staff; and what is said of why a request was declined.
ALTER TABLE scheduling_appointment
  ADD COLUMN is_patients_change BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'whether the change of changed_at was the patient''s',
  ADD COLUMN sealed_answer VARBINARY(2100) NULL COMMENT 'what the patient is told of why a request was declined',
  ADD KEY changes (practice_id, is_patients_change, changed_at);

-- Written words by email are not sealed on their way: the patient agrees to that.
ALTER TABLE patients_consent
  MODIFY topic ENUM('treatment', 'telehealth', 'marketing', 'sharing', 'sms', 'whatsapp', 'email') NOT NULL;
ALTER TABLE patients_consent_text
  MODIFY topic ENUM('treatment', 'telehealth', 'marketing', 'sharing', 'sms', 'whatsapp', 'email') NOT NULL;
