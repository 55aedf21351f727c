-- Praxis, schema praxis_store: the first tables of every feature.
--
-- Every table that holds a practice's rows starts its primary key with practice_id, and every foreign key carries it,
-- so a reference into another practice is an error of the database. `praxis migrate` then gives each of them a view of
-- the same name in schema `praxis`, which shows one practice only (docs/architecture.md, section 6).
-- Columns named sealed_* hold AES-256-GCM ciphertext bound to practice, table, column and row.
-- Instants are DATETIME(6) in UTC. Wall-clock times say so in their name.

CREATE FUNCTION praxis_store.current_practice() RETURNS BINARY(16)
  DETERMINISTIC NO SQL SQL SECURITY INVOKER RETURN @practice;

-- Practices ----------------------------------------------------------------------------------------------------------

CREATE TABLE practices_practice (
  practice_id       BINARY(16)   NOT NULL PRIMARY KEY,
  slug              VARCHAR(40)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  name              VARCHAR(120) NOT NULL,
  zone              VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  language          CHAR(2)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  currency          CHAR(3)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  accent            CHAR(7)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '#0b5953',
  email             VARCHAR(254) NOT NULL DEFAULT '',
  phone             VARCHAR(40)  NOT NULL DEFAULT '',
  address           VARCHAR(300) NOT NULL DEFAULT '',
  emergency_line    VARCHAR(20)  NOT NULL DEFAULT '112',
  uses_12_hour      BOOLEAN      NOT NULL DEFAULT FALSE,
  week_starts_on    TINYINT      NOT NULL DEFAULT 1 CHECK (week_starts_on IN (1, 7)),
  books_online      BOOLEAN      NOT NULL DEFAULT TRUE,
  logo              MEDIUMBLOB   NULL,
  logo_type         VARCHAR(40)  CHARACTER SET ascii COLLATE ascii_bin NULL,
  version           BIGINT       NOT NULL DEFAULT 1,
  created_at        DATETIME(6)  NOT NULL,
  UNIQUE KEY (slug)
);

CREATE TABLE practices_key (
  practice_id       BINARY(16)     NOT NULL,
  id                INT UNSIGNED   NOT NULL,
  master_key_id     INT UNSIGNED   NOT NULL,
  wrapped           VARBINARY(120) NOT NULL,
  created_at        DATETIME(6)    NOT NULL,
  PRIMARY KEY (practice_id, id),
  FOREIGN KEY (practice_id) REFERENCES practices_practice (practice_id)
);

CREATE TABLE practices_location (
  practice_id       BINARY(16)   NOT NULL,
  id                BINARY(16)   NOT NULL,
  name              VARCHAR(120) NOT NULL,
  address           VARCHAR(300) NOT NULL DEFAULT '',
  zone              VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  position          INT          NOT NULL DEFAULT 0,
  is_active         BOOLEAN      NOT NULL DEFAULT TRUE,
  version           BIGINT       NOT NULL DEFAULT 1,
  PRIMARY KEY (practice_id, id),
  FOREIGN KEY (practice_id) REFERENCES practices_practice (practice_id)
);

-- Audit (owned by the Database target) -------------------------------------------------------------------------------

CREATE TABLE audit_head (
  practice_id       BINARY(16)      NOT NULL PRIMARY KEY,
  seq               BIGINT UNSIGNED NOT NULL DEFAULT 0,
  mac               BINARY(32)      NOT NULL,
  FOREIGN KEY (practice_id) REFERENCES practices_practice (practice_id)
);

CREATE TABLE audit_event (
  practice_id       BINARY(16)      NOT NULL,
  seq               BIGINT UNSIGNED NOT NULL,
  at                DATETIME(6)     NOT NULL,
  actor_kind        VARCHAR(16)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  actor_id          BINARY(16)      NULL,
  role              VARCHAR(16)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  address           VARCHAR(45)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  request_id        VARCHAR(32)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  action            VARCHAR(64)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  entity            VARCHAR(64)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  entity_id         BINARY(16)      NULL,
  patient_id        BINARY(16)      NULL,
  fields            VARCHAR(500)    NOT NULL DEFAULT '',
  mac               BINARY(32)      NOT NULL,
  PRIMARY KEY (practice_id, seq),
  KEY (practice_id, patient_id, seq),
  KEY (practice_id, actor_id, seq)
);

-- Jobs (owned by the Database target) --------------------------------------------------------------------------------

CREATE TABLE jobs_job (
  practice_id       BINARY(16)   NOT NULL,
  id                BINARY(16)   NOT NULL,
  kind              VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  payload           VARCHAR(500) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  state             ENUM('ready', 'running', 'done', 'dead') NOT NULL DEFAULT 'ready',
  run_at            DATETIME(6)  NOT NULL,
  lease_until       DATETIME(6)  NULL,
  attempts          INT          NOT NULL DEFAULT 0,
  last_error        VARCHAR(200) NOT NULL DEFAULT '',
  unique_key        VARBINARY(120) NULL,
  created_at        DATETIME(6)  NOT NULL,
  PRIMARY KEY (practice_id, id),
  UNIQUE KEY (practice_id, kind, unique_key),
  KEY claimable (state, run_at),
  FOREIGN KEY (practice_id) REFERENCES practices_practice (practice_id)
);

-- Identity -----------------------------------------------------------------------------------------------------------

CREATE TABLE identity_user (
  practice_id       BINARY(16)   NOT NULL,
  id                BINARY(16)   NOT NULL,
  name              VARCHAR(120) NOT NULL,
  sealed_email      VARBINARY(600) NOT NULL,
  email_index       BINARY(16)   NOT NULL COMMENT 'HMAC under the platform key: sign-in does not know the practice yet',
  role              ENUM('owner', 'admin', 'practitioner', 'frontDesk', 'biller', 'supervisor') NOT NULL,
  status            ENUM('active', 'deactivated') NOT NULL DEFAULT 'active',
  password_hash     VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  sealed_totp       VARBINARY(200) NOT NULL,
  totp_last_step    BIGINT       NOT NULL DEFAULT 0,
  language          CHAR(2)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  theme             ENUM('system', 'light', 'dark') NOT NULL DEFAULT 'system',
  created_at        DATETIME(6)  NOT NULL,
  PRIMARY KEY (practice_id, id),
  UNIQUE KEY (practice_id, email_index),
  KEY by_email (email_index),
  FOREIGN KEY (practice_id) REFERENCES practices_practice (practice_id)
);

CREATE TABLE identity_session (
  practice_id       BINARY(16)   NOT NULL,
  id                BINARY(16)   NOT NULL,
  token_hash        BINARY(32)   NOT NULL,
  kind              ENUM('staff', 'patient') NOT NULL,
  user_id           BINARY(16)   NULL,
  patient_id        BINARY(16)   NULL,
  created_at        DATETIME(6)  NOT NULL,
  seen_at           DATETIME(6)  NOT NULL,
  expires_at        DATETIME(6)  NOT NULL,
  PRIMARY KEY (practice_id, id),
  UNIQUE KEY (token_hash),
  FOREIGN KEY (practice_id, user_id) REFERENCES identity_user (practice_id, id),
  CHECK ((kind = 'staff' AND user_id IS NOT NULL AND patient_id IS NULL)
      OR (kind = 'patient' AND patient_id IS NOT NULL AND user_id IS NULL))
);

CREATE TABLE identity_email_challenge (
  practice_id       BINARY(16)   NOT NULL,
  id                BINARY(16)   NOT NULL,
  link_hash         BINARY(32)   NOT NULL,
  code_hash         BINARY(32)   NOT NULL,
  browser_hash      BINARY(32)   NOT NULL,
  patient_id        BINARY(16)   NULL COMMENT 'NULL: nobody here has this address; the answer looks the same',
  tries             INT          NOT NULL DEFAULT 0,
  created_at        DATETIME(6)  NOT NULL,
  expires_at        DATETIME(6)  NOT NULL,
  used_at           DATETIME(6)  NULL,
  PRIMARY KEY (practice_id, id),
  UNIQUE KEY (link_hash),
  FOREIGN KEY (practice_id) REFERENCES practices_practice (practice_id)
);

-- Patients -----------------------------------------------------------------------------------------------------------

CREATE TABLE patients_patient (
  practice_id       BINARY(16)     NOT NULL,
  id                BINARY(16)     NOT NULL,
  version           BIGINT         NOT NULL DEFAULT 1,
  sealed_name       VARBINARY(1000) NOT NULL COMMENT 'given, U+001F, family',
  sealed_birth_date VARBINARY(100) NULL COMMENT 'YYYY, YYYY-MM or YYYY-MM-DD',
  sealed_email      VARBINARY(600) NULL,
  sealed_phone      VARBINARY(200) NULL,
  sealed_address    VARBINARY(1500) NULL,
  sealed_note       VARBINARY(4000) NULL COMMENT 'administrative note, not clinical',
  email_index       BINARY(16)     NULL,
  phone_index       BINARY(4)      NULL,
  gender            ENUM('female', 'male', 'other', 'unknown') NOT NULL DEFAULT 'unknown',
  language          CHAR(2)        CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  is_active         BOOLEAN        NOT NULL DEFAULT TRUE,
  is_deceased       BOOLEAN        NOT NULL DEFAULT FALSE,
  source_index      BINARY(16)     NULL COMMENT 'HMAC of the id in the system it was imported from',
  import_id         BINARY(16)     NULL,
  created_at        DATETIME(6)    NOT NULL,
  updated_at        DATETIME(6)    NOT NULL,
  PRIMARY KEY (practice_id, id),
  UNIQUE KEY (practice_id, source_index),
  KEY (practice_id, email_index),
  KEY (practice_id, phone_index),
  FOREIGN KEY (practice_id) REFERENCES practices_practice (practice_id)
);

ALTER TABLE identity_session
  ADD FOREIGN KEY (practice_id, patient_id) REFERENCES patients_patient (practice_id, id);
ALTER TABLE identity_email_challenge
  ADD FOREIGN KEY (practice_id, patient_id) REFERENCES patients_patient (practice_id, id);

CREATE TABLE patients_import (
  practice_id       BINARY(16)     NOT NULL,
  id                BINARY(16)     NOT NULL,
  user_id           BINARY(16)     NULL,
  file_name         VARCHAR(200)   NOT NULL,
  file_hash         BINARY(32)     NOT NULL,
  state             ENUM('previewed', 'imported', 'undone') NOT NULL,
  sealed_content    LONGBLOB       NULL COMMENT 'the uploaded file between preview and import',
  rows_created      INT            NOT NULL DEFAULT 0,
  rows_unchanged    INT            NOT NULL DEFAULT 0,
  rows_left_out     INT            NOT NULL DEFAULT 0,
  created_at        DATETIME(6)    NOT NULL,
  finished_at       DATETIME(6)    NULL,
  PRIMARY KEY (practice_id, id),
  FOREIGN KEY (practice_id) REFERENCES practices_practice (practice_id)
);

-- Clinical -----------------------------------------------------------------------------------------------------------
-- One table for each FHIR resource a chart shows. sealed_content is JSON of what is read (names, codes, values);
-- dates and states stand beside it because lists sort and filter by them.

CREATE TABLE clinical_allergy (
  practice_id       BINARY(16)     NOT NULL,
  id                BINARY(16)     NOT NULL,
  patient_id        BINARY(16)     NOT NULL,
  version           BIGINT         NOT NULL DEFAULT 1,
  clinical_status   VARCHAR(20)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  criticality       VARCHAR(20)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  onset_date        DATE           NULL,
  sealed_content    VARBINARY(8000) NOT NULL,
  source_index      BINARY(16)     NULL,
  import_id         BINARY(16)     NULL,
  created_at        DATETIME(6)    NOT NULL,
  PRIMARY KEY (practice_id, id),
  UNIQUE KEY (practice_id, source_index),
  KEY (practice_id, patient_id),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patients_patient (practice_id, id)
);

CREATE TABLE clinical_condition (
  practice_id       BINARY(16)     NOT NULL,
  id                BINARY(16)     NOT NULL,
  patient_id        BINARY(16)     NOT NULL,
  version           BIGINT         NOT NULL DEFAULT 1,
  clinical_status   VARCHAR(20)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  onset_date        DATE           NULL,
  abatement_date    DATE           NULL,
  sealed_content    VARBINARY(8000) NOT NULL,
  source_index      BINARY(16)     NULL,
  import_id         BINARY(16)     NULL,
  created_at        DATETIME(6)    NOT NULL,
  PRIMARY KEY (practice_id, id),
  UNIQUE KEY (practice_id, source_index),
  KEY (practice_id, patient_id),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patients_patient (practice_id, id)
);

CREATE TABLE clinical_medication (
  practice_id       BINARY(16)     NOT NULL,
  id                BINARY(16)     NOT NULL,
  patient_id        BINARY(16)     NOT NULL,
  version           BIGINT         NOT NULL DEFAULT 1,
  status            VARCHAR(20)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  authored_date     DATE           NULL,
  sealed_content    VARBINARY(8000) NOT NULL,
  source_index      BINARY(16)     NULL,
  import_id         BINARY(16)     NULL,
  created_at        DATETIME(6)    NOT NULL,
  PRIMARY KEY (practice_id, id),
  UNIQUE KEY (practice_id, source_index),
  KEY (practice_id, patient_id),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patients_patient (practice_id, id)
);

CREATE TABLE clinical_encounter (
  practice_id       BINARY(16)     NOT NULL,
  id                BINARY(16)     NOT NULL,
  patient_id        BINARY(16)     NOT NULL,
  version           BIGINT         NOT NULL DEFAULT 1,
  status            VARCHAR(20)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  started_at        DATETIME(6)    NULL,
  ended_at          DATETIME(6)    NULL,
  sealed_content    VARBINARY(8000) NOT NULL,
  source_index      BINARY(16)     NULL,
  import_id         BINARY(16)     NULL,
  created_at        DATETIME(6)    NOT NULL,
  PRIMARY KEY (practice_id, id),
  UNIQUE KEY (practice_id, source_index),
  KEY (practice_id, patient_id, started_at),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patients_patient (practice_id, id)
);

CREATE TABLE clinical_immunization (
  practice_id       BINARY(16)     NOT NULL,
  id                BINARY(16)     NOT NULL,
  patient_id        BINARY(16)     NOT NULL,
  version           BIGINT         NOT NULL DEFAULT 1,
  status            VARCHAR(20)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  occurrence_date   DATE           NULL,
  sealed_content    VARBINARY(8000) NOT NULL,
  source_index      BINARY(16)     NULL,
  import_id         BINARY(16)     NULL,
  created_at        DATETIME(6)    NOT NULL,
  PRIMARY KEY (practice_id, id),
  UNIQUE KEY (practice_id, source_index),
  KEY (practice_id, patient_id, occurrence_date),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patients_patient (practice_id, id)
);

CREATE TABLE clinical_observation (
  practice_id       BINARY(16)     NOT NULL,
  id                BINARY(16)     NOT NULL,
  patient_id        BINARY(16)     NOT NULL,
  version           BIGINT         NOT NULL DEFAULT 1,
  code              VARCHAR(40)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  effective_at      DATETIME(6)    NULL,
  sealed_content    VARBINARY(8000) NOT NULL,
  source_index      BINARY(16)     NULL,
  import_id         BINARY(16)     NULL,
  created_at        DATETIME(6)    NOT NULL,
  PRIMARY KEY (practice_id, id),
  UNIQUE KEY (practice_id, source_index),
  KEY (practice_id, patient_id, effective_at),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patients_patient (practice_id, id)
);

-- Scheduling ---------------------------------------------------------------------------------------------------------
-- A resource is whatever an appointment needs for itself: a practitioner, a room, a device.

CREATE TABLE scheduling_resource (
  practice_id       BINARY(16)   NOT NULL,
  id                BINARY(16)   NOT NULL,
  kind              ENUM('practitioner', 'room', 'device') NOT NULL,
  name              VARCHAR(120) NOT NULL,
  title             VARCHAR(120) NOT NULL DEFAULT '' COMMENT 'profession of a practitioner, shown to patients',
  location_id       BINARY(16)   NULL,
  user_id           BINARY(16)   NULL,
  color             TINYINT      NOT NULL DEFAULT 1,
  position          INT          NOT NULL DEFAULT 0,
  is_active         BOOLEAN      NOT NULL DEFAULT TRUE,
  version           BIGINT UNSIGNED NOT NULL DEFAULT 1 COMMENT 'moves with every change of its claims; open calendars poll it',
  PRIMARY KEY (practice_id, id),
  FOREIGN KEY (practice_id, location_id) REFERENCES practices_location (practice_id, id),
  FOREIGN KEY (practice_id, user_id) REFERENCES identity_user (practice_id, id)
);

CREATE TABLE scheduling_hours (
  practice_id       BINARY(16)   NOT NULL,
  id                BINARY(16)   NOT NULL,
  resource_id       BINARY(16)   NOT NULL,
  weekday           TINYINT      NOT NULL COMMENT 'ISO: Monday is 1' CHECK (weekday BETWEEN 1 AND 7),
  opens_minute      SMALLINT     NOT NULL COMMENT 'wall clock of the practice zone' CHECK (opens_minute BETWEEN 0 AND 1439),
  closes_minute     SMALLINT     NOT NULL CHECK (closes_minute BETWEEN 1 AND 1440),
  PRIMARY KEY (practice_id, id),
  KEY (practice_id, resource_id, weekday),
  FOREIGN KEY (practice_id, resource_id) REFERENCES scheduling_resource (practice_id, id),
  CHECK (opens_minute < closes_minute)
);

CREATE TABLE scheduling_exception (
  practice_id       BINARY(16)   NOT NULL,
  id                BINARY(16)   NOT NULL,
  resource_id       BINARY(16)   NULL COMMENT 'NULL: the whole practice',
  first_date        DATE         NOT NULL,
  last_date         DATE         NOT NULL,
  opens_minute      SMALLINT     NULL COMMENT 'NULL: closed; otherwise these hours replace the usual ones',
  closes_minute     SMALLINT     NULL,
  reason            VARCHAR(120) NOT NULL DEFAULT '',
  PRIMARY KEY (practice_id, id),
  KEY (practice_id, first_date, last_date),
  FOREIGN KEY (practice_id, resource_id) REFERENCES scheduling_resource (practice_id, id),
  CHECK (first_date <= last_date),
  CHECK ((opens_minute IS NULL) = (closes_minute IS NULL)),
  CHECK (opens_minute < closes_minute)
);

CREATE TABLE scheduling_service (
  practice_id       BINARY(16)   NOT NULL,
  id                BINARY(16)   NOT NULL,
  name              VARCHAR(120) NOT NULL,
  description       VARCHAR(500) NOT NULL DEFAULT '',
  minutes           SMALLINT     NOT NULL CHECK (minutes BETWEEN 5 AND 720 AND minutes MOD 5 = 0),
  buffer_before     SMALLINT     NOT NULL DEFAULT 0 CHECK (buffer_before BETWEEN 0 AND 120 AND buffer_before MOD 5 = 0),
  buffer_after      SMALLINT     NOT NULL DEFAULT 0 CHECK (buffer_after BETWEEN 0 AND 120 AND buffer_after MOD 5 = 0),
  step_minutes      SMALLINT     NOT NULL DEFAULT 30 CHECK (step_minutes BETWEEN 5 AND 240 AND step_minutes MOD 5 = 0),
  price_minor       BIGINT       NOT NULL DEFAULT 0 CHECK (price_minor BETWEEN 0 AND 10000000000),
  mode              ENUM('inPerson', 'video') NOT NULL DEFAULT 'inPerson',
  notice_minutes    INT          NOT NULL DEFAULT 120 CHECK (notice_minutes BETWEEN 0 AND 129600),
  horizon_days      SMALLINT     NOT NULL DEFAULT 90 CHECK (horizon_days BETWEEN 1 AND 730),
  cancel_notice_minutes INT      NOT NULL DEFAULT 1440 CHECK (cancel_notice_minutes BETWEEN 0 AND 43200),
  late_fee_minor    BIGINT       NOT NULL DEFAULT 0 CHECK (late_fee_minor BETWEEN 0 AND 10000000000),
  color             TINYINT      NOT NULL DEFAULT 1,
  position          INT          NOT NULL DEFAULT 0,
  books_online      BOOLEAN      NOT NULL DEFAULT TRUE,
  is_active         BOOLEAN      NOT NULL DEFAULT TRUE,
  version           BIGINT       NOT NULL DEFAULT 1,
  PRIMARY KEY (practice_id, id),
  FOREIGN KEY (practice_id) REFERENCES practices_practice (practice_id)
);

-- Who offers a service, and which rooms or devices it can use. For each kind listed, an appointment takes exactly one.
CREATE TABLE scheduling_service_resource (
  practice_id       BINARY(16)   NOT NULL,
  service_id        BINARY(16)   NOT NULL,
  resource_id       BINARY(16)   NOT NULL,
  PRIMARY KEY (practice_id, service_id, resource_id),
  FOREIGN KEY (practice_id, service_id) REFERENCES scheduling_service (practice_id, id),
  FOREIGN KEY (practice_id, resource_id) REFERENCES scheduling_resource (practice_id, id)
);

CREATE TABLE scheduling_appointment (
  practice_id       BINARY(16)   NOT NULL,
  id                BINARY(16)   NOT NULL,
  version           BIGINT       NOT NULL DEFAULT 1,
  sequence          INT          NOT NULL DEFAULT 0 COMMENT 'RFC 5545 SEQUENCE: rises when a calendar must update',
  patient_id        BINARY(16)   NOT NULL,
  service_id        BINARY(16)   NOT NULL,
  practitioner_id   BINARY(16)   NOT NULL,
  room_id           BINARY(16)   NULL,
  device_id         BINARY(16)   NULL,
  status            ENUM('proposed', 'pending', 'booked', 'arrived', 'checkedIn', 'fulfilled', 'cancelled', 'noshow',
                         'waitlist', 'enteredInError') NOT NULL,
  payment           ENUM('none', 'due', 'part', 'paid', 'overdue', 'covered', 'refunded', 'failed') NOT NULL DEFAULT 'due',
  starts_at         DATETIME(6)  NOT NULL,
  ends_at           DATETIME(6)  NOT NULL,
  starts_wall_clock DATETIME(6)  NOT NULL COMMENT 'as agreed with the patient, in zone',
  zone              VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  buffer_before     SMALLINT     NOT NULL,
  buffer_after      SMALLINT     NOT NULL,
  lane              TINYINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'above 0: overlaps on purpose, see override_reason',
  sealed_override_reason VARBINARY(1000) NULL,
  price_minor       BIGINT       NOT NULL,
  currency          CHAR(3)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  cancel_notice_minutes INT      NOT NULL COMMENT 'policy as agreed when booked',
  late_fee_minor    BIGINT       NOT NULL,
  source            ENUM('online', 'staff', 'import') NOT NULL,
  language          CHAR(2)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  sealed_note       VARBINARY(4000) NULL COMMENT 'what the patient wrote to the practice',
  form_key          BINARY(16)   NULL COMMENT 'idempotency key of the form that made it',
  sealed_cancel_reason VARBINARY(1000) NULL,
  cancelled_by      ENUM('patient', 'practice') NULL,
  cancelled_at      DATETIME(6)  NULL,
  late_fee_due      BOOLEAN      NOT NULL DEFAULT FALSE,
  created_at        DATETIME(6)  NOT NULL,
  PRIMARY KEY (practice_id, id),
  UNIQUE KEY (practice_id, form_key),
  KEY calendar (practice_id, starts_at),
  KEY of_patient (practice_id, patient_id, starts_at),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patients_patient (practice_id, id),
  FOREIGN KEY (practice_id, service_id) REFERENCES scheduling_service (practice_id, id),
  FOREIGN KEY (practice_id, practitioner_id) REFERENCES scheduling_resource (practice_id, id),
  FOREIGN KEY (practice_id, room_id) REFERENCES scheduling_resource (practice_id, id),
  FOREIGN KEY (practice_id, device_id) REFERENCES scheduling_resource (practice_id, id),
  CHECK (starts_at < ends_at)
);

-- A place kept while a visitor fills in the details.
CREATE TABLE scheduling_hold (
  practice_id       BINARY(16)   NOT NULL,
  id                BINARY(16)   NOT NULL,
  token_hash        BINARY(32)   NOT NULL,
  service_id        BINARY(16)   NOT NULL,
  practitioner_id   BINARY(16)   NOT NULL,
  room_id           BINARY(16)   NULL,
  device_id         BINARY(16)   NULL,
  starts_at         DATETIME(6)  NOT NULL,
  ends_at           DATETIME(6)  NOT NULL,
  address_hash      BINARY(16)   NOT NULL COMMENT 'who holds it, for the limit on open holds',
  expires_at        DATETIME(6)  NOT NULL,
  created_at        DATETIME(6)  NOT NULL,
  PRIMARY KEY (practice_id, id),
  UNIQUE KEY (practice_id, token_hash),
  KEY (practice_id, address_hash, created_at),
  FOREIGN KEY (practice_id, service_id) REFERENCES scheduling_service (practice_id, id),
  FOREIGN KEY (practice_id, practitioner_id) REFERENCES scheduling_resource (practice_id, id)
);

-- The truth about who is taken when, buffers included. The key makes two claims on one resource in one lane impossible.
CREATE TABLE scheduling_claim (
  practice_id       BINARY(16)   NOT NULL,
  id                BINARY(16)   NOT NULL,
  resource_id       BINARY(16)   NOT NULL,
  lane              TINYINT UNSIGNED NOT NULL DEFAULT 0,
  starts_at         DATETIME(6)  NOT NULL,
  ends_at           DATETIME(6)  NOT NULL,
  appointment_id    BINARY(16)   NULL,
  hold_id           BINARY(16)   NULL,
  expires_at        DATETIME(6)  NULL COMMENT 'of a hold; an expired claim no longer counts',
  PERIOD FOR taken (starts_at, ends_at),
  PRIMARY KEY (practice_id, id),
  UNIQUE KEY one_at_a_time (practice_id, resource_id, lane, taken WITHOUT OVERLAPS),
  KEY (practice_id, appointment_id),
  KEY (practice_id, hold_id),
  FOREIGN KEY (practice_id, resource_id) REFERENCES scheduling_resource (practice_id, id),
  FOREIGN KEY (practice_id, appointment_id) REFERENCES scheduling_appointment (practice_id, id),
  FOREIGN KEY (practice_id, hold_id) REFERENCES scheduling_hold (practice_id, id),
  CHECK ((appointment_id IS NULL) <> (hold_id IS NULL)),
  CHECK ((hold_id IS NULL) = (expires_at IS NULL))
);

-- Messaging ----------------------------------------------------------------------------------------------------------
-- One row for each message an appointment owes somebody. Unique by (occurrence, rule, channel): it is sent once.

CREATE TABLE messaging_notice (
  practice_id       BINARY(16)   NOT NULL,
  id                BINARY(16)   NOT NULL,
  appointment_id    BINARY(16)   NULL,
  challenge_id      BINARY(16)   NULL,
  occurrence        INT          NOT NULL DEFAULT 0 COMMENT 'the appointment''s sequence it speaks of',
  rule              VARCHAR(40)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  channel           ENUM('email', 'sms', 'whatsapp', 'inApp') NOT NULL,
  language          CHAR(2)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  sealed_recipient  VARBINARY(600) NOT NULL,
  sealed_parameters VARBINARY(2000) NULL COMMENT 'secrets the text needs, such as a link''s token; erased once sent',
  state             ENUM('waiting', 'sending', 'sent', 'notNeeded', 'failed') NOT NULL DEFAULT 'waiting',
  send_at           DATETIME(6)  NOT NULL,
  attempts          INT          NOT NULL DEFAULT 0,
  outcome           VARCHAR(200) NOT NULL DEFAULT '',
  sent_at           DATETIME(6)  NULL,
  created_at        DATETIME(6)  NOT NULL,
  PRIMARY KEY (practice_id, id),
  UNIQUE KEY once (practice_id, appointment_id, occurrence, rule, channel),
  KEY (practice_id, state, send_at),
  FOREIGN KEY (practice_id, appointment_id) REFERENCES scheduling_appointment (practice_id, id),
  FOREIGN KEY (practice_id, challenge_id) REFERENCES identity_email_challenge (practice_id, id)
);

-- Platform: rows that belong to no practice --------------------------------------------------------------------------

CREATE TABLE platform_migration (
  number            INT          NOT NULL PRIMARY KEY,
  name              VARCHAR(120) NOT NULL,
  checksum          BINARY(32)   NOT NULL,
  applied_at        DATETIME(6)  NOT NULL
);

-- Counters against guessing, kept by a keyed hash of what is counted (account, address block), so they hold no names.
CREATE TABLE platform_throttle (
  key_hash          BINARY(16)   NOT NULL PRIMARY KEY,
  failures          INT          NOT NULL,
  window_ends_at    DATETIME(6)  NOT NULL,
  KEY (window_ends_at)
);
