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
