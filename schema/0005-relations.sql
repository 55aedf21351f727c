-- Who may reach which patient: care teams, supervision, and emergency access beyond both.

ALTER TABLE practices_practice
  ADD COLUMN practitioners_see ENUM('everybody', 'own') NOT NULL DEFAULT 'everybody'
    COMMENT 'own: those of their care teams and those with an appointment with them';

-- Beside those whom an appointment makes part of it (Sources/Routing/Access/PatientReach.swift).
CREATE TABLE patients_care_team (
  practice_id BINARY(16)  NOT NULL,
  patient_id  BINARY(16)  NOT NULL,
  user_id     BINARY(16)  NOT NULL,
  created_at  DATETIME(6) NOT NULL,
  PRIMARY KEY (practice_id, patient_id, user_id),
  KEY (practice_id, user_id),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patients_patient (practice_id, id),
  FOREIGN KEY (practice_id, user_id) REFERENCES identity_user (practice_id, id)
);

CREATE TABLE identity_supervision (
  practice_id   BINARY(16)  NOT NULL,
  supervisor_id BINARY(16)  NOT NULL,
  supervisee_id BINARY(16)  NOT NULL,
  created_at    DATETIME(6) NOT NULL,
  PRIMARY KEY (practice_id, supervisor_id, supervisee_id),
  KEY (practice_id, supervisee_id),
  FOREIGN KEY (practice_id, supervisor_id) REFERENCES identity_user (practice_id, id),
  FOREIGN KEY (practice_id, supervisee_id) REFERENCES identity_user (practice_id, id),
  CHECK (supervisor_id <> supervisee_id)
);

CREATE TABLE patients_emergency_access (
  practice_id   BINARY(16)     NOT NULL,
  id            BINARY(16)     NOT NULL,
  user_id       BINARY(16)     NOT NULL,
  patient_id    BINARY(16)     NOT NULL,
  sealed_reason VARBINARY(2100) NOT NULL,
  created_at    DATETIME(6)    NOT NULL,
  expires_at    DATETIME(6)    NOT NULL,
  reviewed_by   BINARY(16)     NULL,
  reviewed_at   DATETIME(6)    NULL,
  PRIMARY KEY (practice_id, id),
  KEY (practice_id, user_id, patient_id, expires_at),
  KEY (practice_id, created_at),
  FOREIGN KEY (practice_id, user_id) REFERENCES identity_user (practice_id, id),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patients_patient (practice_id, id),
  FOREIGN KEY (practice_id, reviewed_by) REFERENCES identity_user (practice_id, id),
  CHECK ((reviewed_by IS NULL) = (reviewed_at IS NULL))
);
