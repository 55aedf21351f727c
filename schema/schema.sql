-- The tables of schema praxis_store as all migrations together make them, for reading. Nothing runs this file:
-- `praxis migrate` runs the numbered ones, and Tests/DatabaseTests/SchemaFileTests.swift compares. Make it anew with
--   PRAXIS_RECORD=1 bin/test theSchemaFileIsWhatTheMigrationsMake
-- What columns are for stands in the migrations; the views in system-views.sql and Sources/Database/Migrations.

CREATE TABLE audit_event (
  practice_id binary(16) NOT NULL,
  seq bigint(20) unsigned NOT NULL,
  at datetime(6) NOT NULL,
  actor_kind varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  actor_id binary(16) DEFAULT NULL,
  role varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  address varchar(45) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  request_id varchar(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  action varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  entity varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  entity_id binary(16) DEFAULT NULL,
  patient_id binary(16) DEFAULT NULL,
  fields varchar(500) NOT NULL DEFAULT '',
  mac binary(32) NOT NULL,
  form tinyint(4) NOT NULL DEFAULT 1 COMMENT 'which of the forms the mac covers (AuditRecord.swift)',
  session_id binary(16) DEFAULT NULL COMMENT 'of identity_session; opens nothing by itself',
  on_behalf_of binary(16) DEFAULT NULL COMMENT 'who asked for a job, or whom a guardian acts for',
  result varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  PRIMARY KEY (practice_id,seq,at),
  KEY practice_id (practice_id,patient_id,seq),
  KEY practice_id_2 (practice_id,actor_id,seq)
)
PARTITION BY RANGE COLUMNS (at) (PARTITION later VALUES LESS THAN (MAXVALUE));

CREATE TABLE audit_head (
  practice_id binary(16) NOT NULL,
  seq bigint(20) unsigned NOT NULL DEFAULT 0,
  mac binary(32) NOT NULL,
  PRIMARY KEY (practice_id),
  CONSTRAINT audit_head_ibfk_1 FOREIGN KEY (practice_id) REFERENCES practices_practice (practice_id)
);

CREATE TABLE clinical_allergy (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  patient_id binary(16) NOT NULL,
  version bigint(20) NOT NULL DEFAULT 1,
  clinical_status varchar(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  criticality varchar(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  onset_date date DEFAULT NULL,
  sealed_content varbinary(8100) NOT NULL,
  source_index binary(16) DEFAULT NULL,
  import_id binary(16) DEFAULT NULL,
  created_at datetime(6) NOT NULL,
  PRIMARY KEY (practice_id,id),
  UNIQUE KEY practice_id (practice_id,source_index),
  KEY practice_id_2 (practice_id,patient_id),
  CONSTRAINT clinical_allergy_ibfk_1 FOREIGN KEY (practice_id, patient_id) REFERENCES patients_patient (practice_id, id)
);

CREATE TABLE clinical_condition (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  patient_id binary(16) NOT NULL,
  version bigint(20) NOT NULL DEFAULT 1,
  clinical_status varchar(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  onset_date date DEFAULT NULL,
  abatement_date date DEFAULT NULL,
  sealed_content varbinary(8100) NOT NULL,
  source_index binary(16) DEFAULT NULL,
  import_id binary(16) DEFAULT NULL,
  created_at datetime(6) NOT NULL,
  PRIMARY KEY (practice_id,id),
  UNIQUE KEY practice_id (practice_id,source_index),
  KEY practice_id_2 (practice_id,patient_id),
  CONSTRAINT clinical_condition_ibfk_1 FOREIGN KEY (practice_id, patient_id) REFERENCES patients_patient (practice_id, id)
);

CREATE TABLE clinical_encounter (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  patient_id binary(16) NOT NULL,
  version bigint(20) NOT NULL DEFAULT 1,
  status varchar(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  started_at datetime(6) DEFAULT NULL,
  ended_at datetime(6) DEFAULT NULL,
  sealed_content varbinary(8100) NOT NULL,
  source_index binary(16) DEFAULT NULL,
  import_id binary(16) DEFAULT NULL,
  created_at datetime(6) NOT NULL,
  PRIMARY KEY (practice_id,id),
  UNIQUE KEY practice_id (practice_id,source_index),
  KEY practice_id_2 (practice_id,patient_id,started_at),
  CONSTRAINT clinical_encounter_ibfk_1 FOREIGN KEY (practice_id, patient_id) REFERENCES patients_patient (practice_id, id)
);

CREATE TABLE clinical_immunization (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  patient_id binary(16) NOT NULL,
  version bigint(20) NOT NULL DEFAULT 1,
  status varchar(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  occurrence_date date DEFAULT NULL,
  sealed_content varbinary(8100) NOT NULL,
  source_index binary(16) DEFAULT NULL,
  import_id binary(16) DEFAULT NULL,
  created_at datetime(6) NOT NULL,
  PRIMARY KEY (practice_id,id),
  UNIQUE KEY practice_id (practice_id,source_index),
  KEY practice_id_2 (practice_id,patient_id,occurrence_date),
  CONSTRAINT clinical_immunization_ibfk_1 FOREIGN KEY (practice_id, patient_id) REFERENCES patients_patient (practice_id, id)
);

CREATE TABLE clinical_medication (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  patient_id binary(16) NOT NULL,
  version bigint(20) NOT NULL DEFAULT 1,
  status varchar(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  authored_date date DEFAULT NULL,
  sealed_content varbinary(8100) NOT NULL,
  source_index binary(16) DEFAULT NULL,
  import_id binary(16) DEFAULT NULL,
  created_at datetime(6) NOT NULL,
  PRIMARY KEY (practice_id,id),
  UNIQUE KEY practice_id (practice_id,source_index),
  KEY practice_id_2 (practice_id,patient_id),
  CONSTRAINT clinical_medication_ibfk_1 FOREIGN KEY (practice_id, patient_id) REFERENCES patients_patient (practice_id, id)
);

CREATE TABLE clinical_observation (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  patient_id binary(16) NOT NULL,
  version bigint(20) NOT NULL DEFAULT 1,
  code varchar(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  effective_at datetime(6) DEFAULT NULL,
  sealed_content varbinary(8100) NOT NULL,
  source_index binary(16) DEFAULT NULL,
  import_id binary(16) DEFAULT NULL,
  created_at datetime(6) NOT NULL,
  PRIMARY KEY (practice_id,id),
  UNIQUE KEY practice_id (practice_id,source_index),
  KEY practice_id_2 (practice_id,patient_id,effective_at),
  CONSTRAINT clinical_observation_ibfk_1 FOREIGN KEY (practice_id, patient_id) REFERENCES patients_patient (practice_id, id)
);

CREATE TABLE identity_device (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  user_id binary(16) NOT NULL,
  token_hash binary(32) NOT NULL COMMENT 'of the cookie by which a browser is known again',
  label varchar(60) NOT NULL,
  created_at datetime(6) NOT NULL,
  seen_at datetime(6) NOT NULL,
  PRIMARY KEY (practice_id,id),
  UNIQUE KEY practice_id (practice_id,user_id,token_hash),
  CONSTRAINT identity_device_ibfk_1 FOREIGN KEY (practice_id, user_id) REFERENCES identity_user (practice_id, id)
);

CREATE TABLE identity_email_challenge (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  link_hash binary(32) NOT NULL,
  code_hash binary(32) NOT NULL,
  browser_hash binary(32) NOT NULL,
  patient_id binary(16) DEFAULT NULL COMMENT 'NULL: nobody here has this address; the answer looks the same',
  tries int(11) NOT NULL DEFAULT 0,
  created_at datetime(6) NOT NULL,
  expires_at datetime(6) NOT NULL,
  used_at datetime(6) DEFAULT NULL,
  account_id binary(16) DEFAULT NULL COMMENT 'of the portal, when the address is of one who acts for patient_id',
  email_index binary(16) DEFAULT NULL,
  PRIMARY KEY (practice_id,id),
  UNIQUE KEY link_hash (link_hash),
  KEY practice_id (practice_id,patient_id),
  KEY practice_id_2 (practice_id,account_id),
  CONSTRAINT identity_email_challenge_ibfk_1 FOREIGN KEY (practice_id) REFERENCES practices_practice (practice_id),
  CONSTRAINT identity_email_challenge_ibfk_2 FOREIGN KEY (practice_id, patient_id) REFERENCES patients_patient (practice_id, id),
  CONSTRAINT identity_email_challenge_ibfk_3 FOREIGN KEY (practice_id, account_id) REFERENCES identity_portal_account (practice_id, id)
);

CREATE TABLE identity_passkey (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  user_id binary(16) DEFAULT NULL,
  credential_id varbinary(1023) NOT NULL,
  credential_hash binary(32) NOT NULL COMMENT 'SHA-256 of credential_id: what a sign-in looks up',
  algorithm smallint(6) NOT NULL COMMENT 'COSE: -7 ES256, -8 EdDSA, -257 RS256',
  public_key varbinary(600) NOT NULL,
  sign_count bigint(20) NOT NULL COMMENT '0 for keys that are synchronised',
  is_backed_up tinyint(1) NOT NULL,
  name varchar(60) NOT NULL,
  created_at datetime(6) NOT NULL,
  used_at datetime(6) DEFAULT NULL,
  account_id binary(16) DEFAULT NULL COMMENT 'of the portal',
  PRIMARY KEY (practice_id,id),
  UNIQUE KEY credential_hash (credential_hash),
  KEY practice_id (practice_id,user_id),
  KEY practice_id_2 (practice_id,account_id),
  CONSTRAINT identity_passkey_ibfk_1 FOREIGN KEY (practice_id, user_id) REFERENCES identity_user (practice_id, id),
  CONSTRAINT identity_passkey_ibfk_2 FOREIGN KEY (practice_id, account_id) REFERENCES identity_portal_account (practice_id, id),
  CONSTRAINT CONSTRAINT_1 CHECK (user_id is null = (account_id is not null))
);

CREATE TABLE identity_portal_account (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL COMMENT 'a patient''s own account has the id of the patient',
  patient_id binary(16) DEFAULT NULL COMMENT 'NULL: of somebody who acts for patients',
  sealed_email varbinary(600) DEFAULT NULL,
  email_index binary(16) DEFAULT NULL COMMENT 'HMAC under the practice''s key, as in patients_patient; NULL: as on the record',
  language char(2) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'en',
  sealed_totp varbinary(200) DEFAULT NULL COMMENT 'NULL: no authenticator app',
  totp_last_step bigint(20) NOT NULL DEFAULT 0,
  created_at datetime(6) NOT NULL,
  version bigint(20) NOT NULL DEFAULT 1,
  PRIMARY KEY (practice_id,id),
  UNIQUE KEY practice_id (practice_id,email_index),
  KEY practice_id_2 (practice_id,patient_id),
  CONSTRAINT identity_portal_account_ibfk_1 FOREIGN KEY (practice_id, patient_id) REFERENCES patients_patient (practice_id, id),
  CONSTRAINT CONSTRAINT_1 CHECK (patient_id is null = (email_index is not null)),
  CONSTRAINT CONSTRAINT_2 CHECK (patient_id is null or patient_id = id)
);

CREATE TABLE identity_provider (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  is_on tinyint(1) NOT NULL DEFAULT 0,
  issuer varchar(300) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  client_id varchar(200) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  sealed_secret varbinary(800) DEFAULT NULL COMMENT 'NULL: the provider has given none',
  email_domain varchar(253) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'empty: of any address',
  version bigint(20) NOT NULL DEFAULT 1,
  authorization_endpoint varchar(600) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  token_endpoint varchar(600) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  keys_endpoint varchar(600) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  posts_secret tinyint(1) NOT NULL DEFAULT 0 COMMENT 'takes the secret in the form alone',
  names_itself tinyint(1) NOT NULL DEFAULT 0 COMMENT 'answers carry iss (RFC 9207)',
  described_at datetime(6) DEFAULT NULL,
  key_set mediumblob DEFAULT NULL COMMENT 'its public keys, as it wrote them (RFC 7517)',
  keys_at datetime(6) DEFAULT NULL,
  failed_at datetime(6) DEFAULT NULL COMMENT 'when it last did not answer',
  PRIMARY KEY (practice_id,id),
  UNIQUE KEY one_a_practice (practice_id)
);

CREATE TABLE identity_provider_link (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  user_id binary(16) NOT NULL,
  subject_index binary(32) NOT NULL COMMENT 'keyed hash of issuer and subject',
  created_at datetime(6) NOT NULL,
  used_at datetime(6) DEFAULT NULL,
  PRIMARY KEY (practice_id,id),
  UNIQUE KEY practice_id (practice_id,subject_index),
  UNIQUE KEY practice_id_2 (practice_id,user_id),
  CONSTRAINT identity_provider_link_ibfk_1 FOREIGN KEY (practice_id, user_id) REFERENCES identity_user (practice_id, id)
);

CREATE TABLE identity_recovery_code (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  user_id binary(16) DEFAULT NULL,
  code_hash binary(32) NOT NULL,
  used_at datetime(6) DEFAULT NULL,
  account_id binary(16) DEFAULT NULL COMMENT 'of the portal',
  PRIMARY KEY (practice_id,id),
  UNIQUE KEY practice_id (practice_id,user_id,code_hash),
  UNIQUE KEY practice_id_2 (practice_id,account_id,code_hash),
  CONSTRAINT identity_recovery_code_ibfk_1 FOREIGN KEY (practice_id, user_id) REFERENCES identity_user (practice_id, id),
  CONSTRAINT identity_recovery_code_ibfk_2 FOREIGN KEY (practice_id, account_id) REFERENCES identity_portal_account (practice_id, id),
  CONSTRAINT CONSTRAINT_1 CHECK (user_id is null = (account_id is not null))
);

CREATE TABLE identity_related_person (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  account_id binary(16) NOT NULL,
  patient_id binary(16) NOT NULL,
  sealed_name varbinary(600) NOT NULL,
  relation enum('parent','guardian','partner','child','carer','other') NOT NULL,
  valid_until datetime(6) DEFAULT NULL COMMENT 'NULL: until it is ended',
  created_at datetime(6) NOT NULL,
  created_by binary(16) DEFAULT NULL,
  ended_at datetime(6) DEFAULT NULL,
  PRIMARY KEY (practice_id,id),
  KEY practice_id (practice_id,account_id,patient_id),
  KEY practice_id_2 (practice_id,patient_id),
  KEY practice_id_3 (practice_id,created_by),
  CONSTRAINT identity_related_person_ibfk_1 FOREIGN KEY (practice_id, account_id) REFERENCES identity_portal_account (practice_id, id),
  CONSTRAINT identity_related_person_ibfk_2 FOREIGN KEY (practice_id, patient_id) REFERENCES patients_patient (practice_id, id),
  CONSTRAINT identity_related_person_ibfk_3 FOREIGN KEY (practice_id, created_by) REFERENCES identity_user (practice_id, id)
);

CREATE TABLE identity_session (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  token_hash binary(32) NOT NULL,
  kind enum('staff','patient') NOT NULL,
  user_id binary(16) DEFAULT NULL,
  patient_id binary(16) DEFAULT NULL,
  created_at datetime(6) NOT NULL,
  seen_at datetime(6) NOT NULL,
  expires_at datetime(6) NOT NULL,
  proofs varchar(60) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'what its holder has shown, by commas: password, totp, passkey, recovery, mail',
  confirmed_at datetime(6) DEFAULT NULL COMMENT 'when its holder last showed a factor',
  wrong_proofs int(11) NOT NULL DEFAULT 0 COMMENT 'in a row, while confirming',
  device varchar(60) NOT NULL DEFAULT '' COMMENT 'browser and system, as the browser says',
  network varchar(45) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  account_id binary(16) DEFAULT NULL COMMENT 'of the portal, of who acts for the patient; NULL: the patient',
  email_index binary(16) DEFAULT NULL COMMENT 'of the mailbox that was shown: whose portals can be reached',
  PRIMARY KEY (practice_id,id),
  UNIQUE KEY token_hash (token_hash),
  KEY practice_id_2 (practice_id,patient_id),
  KEY by_user (practice_id,user_id),
  KEY practice_id (practice_id,account_id),
  CONSTRAINT identity_session_ibfk_1 FOREIGN KEY (practice_id, user_id) REFERENCES identity_user (practice_id, id),
  CONSTRAINT identity_session_ibfk_2 FOREIGN KEY (practice_id, patient_id) REFERENCES patients_patient (practice_id, id),
  CONSTRAINT identity_session_ibfk_3 FOREIGN KEY (practice_id, account_id) REFERENCES identity_portal_account (practice_id, id),
  CONSTRAINT CONSTRAINT_1 CHECK (kind = 'staff' and user_id is not null and patient_id is null or kind = 'patient' and patient_id is not null and user_id is null),
  CONSTRAINT CONSTRAINT_2 CHECK (account_id is null or kind = 'patient')
);

CREATE TABLE identity_staff_link (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  purpose enum('invitation','factors','password','browser') NOT NULL,
  token_hash binary(32) NOT NULL,
  user_id binary(16) DEFAULT NULL COMMENT 'NULL: an invitation that nobody has accepted yet',
  name varchar(120) NOT NULL,
  sealed_email varbinary(600) NOT NULL,
  email_index binary(16) NOT NULL COMMENT 'HMAC under the platform key, as in identity_user',
  role enum('owner','admin','practitioner','frontDesk','biller','supervisor') NOT NULL,
  language char(2) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  made_by binary(16) DEFAULT NULL,
  created_at datetime(6) NOT NULL,
  expires_at datetime(6) NOT NULL,
  tries int(11) NOT NULL DEFAULT 0 COMMENT 'of the factor it asks for',
  sealed_reason varbinary(1300) DEFAULT NULL COMMENT 'why somebody reset the factors of somebody else',
  used_at datetime(6) DEFAULT NULL,
  revoked_at datetime(6) DEFAULT NULL,
  PRIMARY KEY (practice_id,id),
  UNIQUE KEY token_hash (token_hash),
  KEY practice_id (practice_id,email_index),
  KEY practice_id_2 (practice_id,user_id,purpose,created_at),
  KEY practice_id_3 (practice_id,made_by),
  CONSTRAINT identity_staff_link_ibfk_1 FOREIGN KEY (practice_id, user_id) REFERENCES identity_user (practice_id, id),
  CONSTRAINT identity_staff_link_ibfk_2 FOREIGN KEY (practice_id, made_by) REFERENCES identity_user (practice_id, id)
);

CREATE TABLE identity_supervision (
  practice_id binary(16) NOT NULL,
  supervisor_id binary(16) NOT NULL,
  supervisee_id binary(16) NOT NULL,
  created_at datetime(6) NOT NULL,
  PRIMARY KEY (practice_id,supervisor_id,supervisee_id),
  KEY practice_id (practice_id,supervisee_id),
  CONSTRAINT identity_supervision_ibfk_1 FOREIGN KEY (practice_id, supervisor_id) REFERENCES identity_user (practice_id, id),
  CONSTRAINT identity_supervision_ibfk_2 FOREIGN KEY (practice_id, supervisee_id) REFERENCES identity_user (practice_id, id),
  CONSTRAINT CONSTRAINT_1 CHECK (supervisor_id <> supervisee_id)
);

CREATE TABLE identity_user (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  name varchar(120) NOT NULL,
  sealed_email varbinary(600) NOT NULL,
  email_index binary(16) NOT NULL COMMENT 'HMAC under the platform key: sign-in does not know the practice yet',
  role enum('owner','admin','practitioner','frontDesk','biller','supervisor') NOT NULL,
  status enum('active','deactivated') NOT NULL DEFAULT 'active',
  password_hash varchar(200) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL COMMENT 'NULL: signs in by passkey alone',
  sealed_totp varbinary(200) DEFAULT NULL COMMENT 'NULL: no authenticator app',
  totp_last_step bigint(20) NOT NULL DEFAULT 0,
  language char(2) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  theme enum('system','light','dark') NOT NULL DEFAULT 'system',
  created_at datetime(6) NOT NULL,
  person_id binary(16) DEFAULT NULL COMMENT 'the same in every practice whose account this person has joined to it',
  version bigint(20) NOT NULL DEFAULT 1,
  wrong_passwords int(11) NOT NULL DEFAULT 0 COMMENT 'in a row, over all browsers',
  PRIMARY KEY (practice_id,id),
  UNIQUE KEY practice_id (practice_id,email_index),
  KEY by_email (email_index),
  KEY by_person (person_id),
  CONSTRAINT identity_user_ibfk_1 FOREIGN KEY (practice_id) REFERENCES practices_practice (practice_id)
);

CREATE TABLE jobs_job (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  kind varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  payload varchar(500) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  state enum('ready','running','done','dead') NOT NULL DEFAULT 'ready',
  run_at datetime(6) NOT NULL,
  lease_until datetime(6) DEFAULT NULL,
  attempts int(11) NOT NULL DEFAULT 0,
  last_error varchar(200) NOT NULL DEFAULT '',
  unique_key varbinary(120) DEFAULT NULL,
  created_at datetime(6) NOT NULL,
  asked_by binary(16) DEFAULT NULL COMMENT 'the person whose request it goes back to',
  PRIMARY KEY (practice_id,id),
  UNIQUE KEY practice_id (practice_id,kind,unique_key),
  KEY claimable (state,run_at),
  CONSTRAINT jobs_job_ibfk_1 FOREIGN KEY (practice_id) REFERENCES practices_practice (practice_id)
);

CREATE TABLE messaging_answering (
  practice_id binary(16) NOT NULL,
  patients_write tinyint(1) NOT NULL,
  answer_days tinyint(4) NOT NULL COMMENT 'working days in which the practice says it answers',
  version bigint(20) NOT NULL DEFAULT 1,
  PRIMARY KEY (practice_id),
  CONSTRAINT messaging_answering_ibfk_1 FOREIGN KEY (practice_id) REFERENCES practices_practice (practice_id),
  CONSTRAINT CONSTRAINT_1 CHECK (answer_days between 1 and 10)
);

CREATE TABLE messaging_carrier (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  is_on tinyint(1) NOT NULL DEFAULT 0,
  account varchar(34) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'AC and 32 digits',
  sealed_token varbinary(400) DEFAULT NULL COMMENT 'signs what it posts, and lets us send',
  sms_sender varchar(34) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'a number, or MG and 32 digits',
  whatsapp_sender varchar(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  country varchar(4) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'calling code of numbers that are written without one',
  version bigint(20) NOT NULL DEFAULT 1,
  PRIMARY KEY (practice_id,id),
  UNIQUE KEY one_a_practice (practice_id),
  CONSTRAINT messaging_carrier_ibfk_1 FOREIGN KEY (practice_id) REFERENCES practices_practice (practice_id)
);

CREATE TABLE messaging_content (
  practice_id binary(16) NOT NULL,
  rule varchar(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  language char(2) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  content char(34) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'HX and 32 digits',
  PRIMARY KEY (practice_id,rule,language),
  CONSTRAINT messaging_content_ibfk_1 FOREIGN KEY (practice_id) REFERENCES practices_practice (practice_id)
);

CREATE TABLE messaging_message (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  patient_id binary(16) NOT NULL,
  author enum('staff','patient','guardian') NOT NULL,
  user_id binary(16) DEFAULT NULL COMMENT 'who of the practice wrote it',
  medium enum('portal','email','sms') NOT NULL COMMENT 'portal: read there, behind a second factor',
  sealed_text blob NOT NULL,
  form_key binary(16) NOT NULL COMMENT 'of the form: sent twice it is one message',
  written_at datetime(6) NOT NULL,
  read_at datetime(6) DEFAULT NULL COMMENT 'when the patient''s side first opened what the practice wrote',
  read_by enum('patient','guardian') DEFAULT NULL,
  is_open tinyint(1) NOT NULL COMMENT 'the practice has neither answered nor laid it aside',
  closed_at datetime(6) DEFAULT NULL,
  closed_by binary(16) DEFAULT NULL,
  answer_id binary(16) DEFAULT NULL COMMENT 'what it was answered with; NULL: laid aside without',
  account_id binary(16) DEFAULT NULL COMMENT 'of the portal, where somebody who acts for the patient wrote it',
  PRIMARY KEY (practice_id,id),
  UNIQUE KEY once (practice_id,patient_id,form_key),
  KEY of_patient (practice_id,patient_id,written_at),
  KEY unanswered (practice_id,is_open,written_at),
  KEY practice_id_2 (practice_id,closed_by),
  KEY written (practice_id,user_id,written_at),
  CONSTRAINT messaging_message_ibfk_1 FOREIGN KEY (practice_id, patient_id) REFERENCES patients_patient (practice_id, id),
  CONSTRAINT messaging_message_ibfk_2 FOREIGN KEY (practice_id, user_id) REFERENCES identity_user (practice_id, id),
  CONSTRAINT messaging_message_ibfk_3 FOREIGN KEY (practice_id, closed_by) REFERENCES identity_user (practice_id, id),
  CONSTRAINT CONSTRAINT_1 CHECK (author = 'staff' = (user_id is not null)),
  CONSTRAINT CONSTRAINT_2 CHECK (read_at is null = (read_by is null)),
  CONSTRAINT CONSTRAINT_3 CHECK (is_open = 0 or author <> 'staff' and closed_at is null)
);

CREATE TABLE messaging_notice (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  with_id binary(16) DEFAULT NULL COMMENT 'the notice whose message tells of this one as well; NULL: its own',
  appointment_id binary(16) DEFAULT NULL,
  challenge_id binary(16) DEFAULT NULL,
  occurrence int(11) NOT NULL DEFAULT 0 COMMENT 'the appointment''s sequence it speaks of',
  rule varchar(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  channel enum('email','sms','whatsapp','inApp') NOT NULL,
  language char(2) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  sealed_recipient varbinary(700) NOT NULL,
  sealed_parameters varbinary(2100) DEFAULT NULL COMMENT 'secrets the text needs, such as a link''s token; erased once sent',
  state enum('waiting','sending','sent','notNeeded','failed') NOT NULL DEFAULT 'waiting',
  send_at datetime(6) NOT NULL,
  attempts int(11) NOT NULL DEFAULT 0,
  outcome varchar(200) NOT NULL DEFAULT '',
  sent_at datetime(6) DEFAULT NULL,
  created_at datetime(6) NOT NULL,
  link_id binary(16) DEFAULT NULL,
  user_id binary(16) DEFAULT NULL COMMENT 'whose account the news is about',
  detail varchar(60) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'an id or a code that the text needs',
  account_id binary(16) DEFAULT NULL COMMENT 'of the portal: whose second factors the news is about',
  reason varchar(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'code of the outcome',
  ended_at datetime(6) DEFAULT NULL COMMENT 'when the outcome was written down',
  told binary(16) DEFAULT NULL COMMENT 'hash of what it said of the appointment',
  decided_by binary(16) DEFAULT NULL COMMENT 'who decided that it is not sent',
  acknowledged_at datetime(6) DEFAULT NULL COMMENT 'since then it is no task of the staff',
  acknowledged_by binary(16) DEFAULT NULL,
  offer_id binary(16) DEFAULT NULL,
  unsubscribe_hash binary(32) DEFAULT NULL COMMENT 'of the secret in its link',
  carrier_id varchar(34) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL COMMENT 'what the carrier calls the text',
  segments tinyint(4) DEFAULT NULL COMMENT 'how many the carrier counted, or we',
  entry_id binary(16) DEFAULT NULL COMMENT 'the wish whose place on the waitlist it confirms',
  sealed_text blob DEFAULT NULL COMMENT 'what stands in the portal: subject, line feed, text',
  read_at datetime(6) DEFAULT NULL COMMENT 'when it was opened in the portal for the first time',
  read_by enum('patient','guardian') DEFAULT NULL,
  message_id binary(16) DEFAULT NULL COMMENT 'the written message that it tells of, or brings',
  welcomed_id binary(16) DEFAULT NULL COMMENT 'the patient whom it welcomes; NULL: it does not, or was not needed',
  PRIMARY KEY (practice_id,id),
  UNIQUE KEY once (practice_id,appointment_id,occurrence,rule,channel),
  UNIQUE KEY unsubscribe (practice_id,unsubscribe_hash),
  UNIQUE KEY offer_once (practice_id,offer_id,channel),
  UNIQUE KEY message_once (practice_id,message_id,channel,detail),
  UNIQUE KEY welcome_once (practice_id,welcomed_id,channel),
  KEY practice_id (practice_id,state,send_at),
  KEY practice_id_2 (practice_id,challenge_id),
  KEY practice_id_3 (practice_id,link_id),
  KEY practice_id_4 (practice_id,user_id),
  KEY practice_id_5 (practice_id,account_id),
  KEY practice_id_6 (practice_id,decided_by),
  KEY practice_id_7 (practice_id,acknowledged_by),
  KEY told_with (practice_id,with_id),
  KEY practice_id_8 (practice_id,entry_id),
  KEY todo (practice_id,state,acknowledged_at,with_id,ended_at),
  CONSTRAINT messaging_notice_ibfk_1 FOREIGN KEY (practice_id, appointment_id) REFERENCES scheduling_appointment (practice_id, id),
  CONSTRAINT messaging_notice_ibfk_10 FOREIGN KEY (practice_id, message_id) REFERENCES messaging_message (practice_id, id),
  CONSTRAINT messaging_notice_ibfk_11 FOREIGN KEY (practice_id, welcomed_id) REFERENCES patients_patient (practice_id, id),
  CONSTRAINT messaging_notice_ibfk_2 FOREIGN KEY (practice_id, challenge_id) REFERENCES identity_email_challenge (practice_id, id),
  CONSTRAINT messaging_notice_ibfk_3 FOREIGN KEY (practice_id, link_id) REFERENCES identity_staff_link (practice_id, id),
  CONSTRAINT messaging_notice_ibfk_4 FOREIGN KEY (practice_id, user_id) REFERENCES identity_user (practice_id, id),
  CONSTRAINT messaging_notice_ibfk_5 FOREIGN KEY (practice_id, account_id) REFERENCES identity_portal_account (practice_id, id),
  CONSTRAINT messaging_notice_ibfk_6 FOREIGN KEY (practice_id, decided_by) REFERENCES identity_user (practice_id, id),
  CONSTRAINT messaging_notice_ibfk_7 FOREIGN KEY (practice_id, acknowledged_by) REFERENCES identity_user (practice_id, id),
  CONSTRAINT messaging_notice_ibfk_8 FOREIGN KEY (practice_id, offer_id) REFERENCES scheduling_offer (practice_id, id),
  CONSTRAINT messaging_notice_ibfk_9 FOREIGN KEY (practice_id, entry_id) REFERENCES scheduling_waitlist_entry (practice_id, id)
);

CREATE TABLE messaging_preference (
  practice_id binary(16) NOT NULL,
  patient_id binary(16) NOT NULL,
  zone varchar(64) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL COMMENT 'NULL: of the appointment',
  no_email_by enum('staff') DEFAULT NULL COMMENT 'who said that it is not wanted; NULL: it is',
  no_email_at datetime(6) DEFAULT NULL,
  no_sms_by enum('staff','reply','carrier') DEFAULT NULL COMMENT 'reply: the patient wrote STOP',
  no_sms_at datetime(6) DEFAULT NULL,
  no_whatsapp_by enum('staff','reply','carrier') DEFAULT NULL,
  no_whatsapp_at datetime(6) DEFAULT NULL,
  version bigint(20) NOT NULL DEFAULT 1,
  PRIMARY KEY (practice_id,patient_id),
  CONSTRAINT messaging_preference_ibfk_1 FOREIGN KEY (practice_id, patient_id) REFERENCES patients_patient (practice_id, id),
  CONSTRAINT CONSTRAINT_1 CHECK (no_email_by is null = (no_email_at is null)),
  CONSTRAINT CONSTRAINT_2 CHECK (no_sms_by is null = (no_sms_at is null)),
  CONSTRAINT CONSTRAINT_3 CHECK (no_whatsapp_by is null = (no_whatsapp_at is null))
);

CREATE TABLE messaging_reply (
  practice_id binary(16) NOT NULL,
  carrier_id varchar(34) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  keyword enum('stop','start','help','other') NOT NULL,
  received_at datetime(6) NOT NULL,
  PRIMARY KEY (practice_id,carrier_id),
  CONSTRAINT messaging_reply_ibfk_1 FOREIGN KEY (practice_id) REFERENCES practices_practice (practice_id)
);

CREATE TABLE messaging_rule (
  practice_id binary(16) NOT NULL,
  rule varchar(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  is_active tinyint(1) NOT NULL,
  minutes int(11) NOT NULL COMMENT 'before the start, or after the end; 0 for what is sent at once',
  channels set('email','sms','whatsapp','inApp') NOT NULL,
  version bigint(20) NOT NULL DEFAULT 1,
  on_since datetime(6) DEFAULT NULL COMMENT 'when it was last switched on; NULL: off, or since before this was kept',
  PRIMARY KEY (practice_id,rule),
  CONSTRAINT messaging_rule_ibfk_1 FOREIGN KEY (practice_id) REFERENCES practices_practice (practice_id),
  CONSTRAINT CONSTRAINT_1 CHECK (minutes between 0 and 525600)
);

CREATE TABLE messaging_rule_service (
  practice_id binary(16) NOT NULL,
  rule varchar(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  service_id binary(16) NOT NULL,
  is_on tinyint(1) NOT NULL,
  PRIMARY KEY (practice_id,rule,service_id),
  KEY practice_id (practice_id,service_id),
  CONSTRAINT messaging_rule_service_ibfk_1 FOREIGN KEY (practice_id, service_id) REFERENCES scheduling_service (practice_id, id)
);

CREATE TABLE messaging_seen (
  practice_id binary(16) NOT NULL,
  user_id binary(16) NOT NULL,
  seen_at datetime(6) NOT NULL,
  also_seen varchar(900) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'what came after seen_at and was seen: microseconds since 1970, with commas between',
  PRIMARY KEY (practice_id,user_id),
  CONSTRAINT messaging_seen_ibfk_1 FOREIGN KEY (practice_id, user_id) REFERENCES identity_user (practice_id, id)
);

CREATE TABLE messaging_service_name (
  practice_id binary(16) NOT NULL,
  service_id binary(16) NOT NULL,
  public_name varchar(80) NOT NULL COMMENT 'tells of no illness: it may stand in mails and texts',
  PRIMARY KEY (practice_id,service_id),
  CONSTRAINT messaging_service_name_ibfk_1 FOREIGN KEY (practice_id, service_id) REFERENCES scheduling_service (practice_id, id)
);

CREATE TABLE messaging_setting (
  practice_id binary(16) NOT NULL,
  is_quiet tinyint(1) NOT NULL COMMENT 'whether there are quiet hours',
  quiet_from smallint(6) NOT NULL COMMENT 'minutes from midnight, by the patient''s clock',
  quiet_to smallint(6) NOT NULL COMMENT 'of the next day where it is not later',
  version bigint(20) NOT NULL DEFAULT 1,
  PRIMARY KEY (practice_id),
  CONSTRAINT messaging_setting_ibfk_1 FOREIGN KEY (practice_id) REFERENCES practices_practice (practice_id),
  CONSTRAINT CONSTRAINT_1 CHECK (quiet_from between 0 and 1439),
  CONSTRAINT CONSTRAINT_2 CHECK (quiet_to between 0 and 1439)
);

CREATE TABLE messaging_text (
  practice_id binary(16) NOT NULL,
  rule varchar(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  channel enum('email','sms','inApp') NOT NULL COMMENT 'sms is WhatsApp''s as well',
  language char(2) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  subject varchar(200) NOT NULL DEFAULT '',
  body varchar(2000) NOT NULL,
  version bigint(20) NOT NULL DEFAULT 1,
  PRIMARY KEY (practice_id,rule,channel,language),
  CONSTRAINT messaging_text_ibfk_1 FOREIGN KEY (practice_id) REFERENCES practices_practice (practice_id)
);

CREATE TABLE messaging_trial (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  user_id binary(16) NOT NULL,
  channel enum('email','sms','whatsapp') NOT NULL,
  sealed_recipient varbinary(700) DEFAULT NULL COMMENT 'erased once it was tried',
  state enum('waiting','sending','sent','failed') NOT NULL DEFAULT 'waiting',
  reason varchar(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'code of the outcome',
  outcome varchar(200) NOT NULL DEFAULT '',
  created_at datetime(6) NOT NULL,
  ended_at datetime(6) DEFAULT NULL,
  PRIMARY KEY (practice_id,id),
  KEY latest (practice_id,channel,created_at),
  KEY practice_id (practice_id,user_id),
  CONSTRAINT messaging_trial_ibfk_1 FOREIGN KEY (practice_id, user_id) REFERENCES identity_user (practice_id, id)
);

CREATE TABLE oversight_incident (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  discovered_at datetime(6) NOT NULL COMMENT 'the clocks of the law run from here',
  window_from datetime(6) NOT NULL,
  window_to datetime(6) NOT NULL,
  actor enum('anybody','person','network') NOT NULL,
  user_id binary(16) DEFAULT NULL,
  network varchar(45) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  sealed_note varbinary(8100) DEFAULT NULL,
  authority_told_at datetime(6) DEFAULT NULL,
  patients_told_at datetime(6) DEFAULT NULL,
  closed_at datetime(6) DEFAULT NULL,
  opened_by binary(16) NOT NULL,
  created_at datetime(6) NOT NULL,
  version bigint(20) NOT NULL DEFAULT 1,
  PRIMARY KEY (practice_id,id),
  KEY practice_id (practice_id,user_id),
  KEY practice_id_2 (practice_id,opened_by),
  CONSTRAINT oversight_incident_ibfk_1 FOREIGN KEY (practice_id, user_id) REFERENCES identity_user (practice_id, id),
  CONSTRAINT oversight_incident_ibfk_2 FOREIGN KEY (practice_id, opened_by) REFERENCES identity_user (practice_id, id),
  CONSTRAINT CONSTRAINT_1 CHECK (actor = 'person' = (user_id is not null)),
  CONSTRAINT CONSTRAINT_2 CHECK (actor = 'network' = (network <> '')),
  CONSTRAINT CONSTRAINT_3 CHECK (window_from < window_to)
);

CREATE TABLE patients_care_team (
  practice_id binary(16) NOT NULL,
  patient_id binary(16) NOT NULL,
  user_id binary(16) NOT NULL,
  created_at datetime(6) NOT NULL,
  PRIMARY KEY (practice_id,patient_id,user_id),
  KEY practice_id (practice_id,user_id),
  CONSTRAINT patients_care_team_ibfk_1 FOREIGN KEY (practice_id, patient_id) REFERENCES patients_patient (practice_id, id),
  CONSTRAINT patients_care_team_ibfk_2 FOREIGN KEY (practice_id, user_id) REFERENCES identity_user (practice_id, id)
);

CREATE TABLE patients_consent (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  patient_id binary(16) NOT NULL,
  topic enum('treatment','telehealth','marketing','sharing','sms','whatsapp','email','writtenSms') NOT NULL,
  text_id binary(16) NOT NULL,
  given_at datetime(6) NOT NULL,
  given_by enum('patient','staff') NOT NULL,
  user_id binary(16) DEFAULT NULL COMMENT 'who of the staff wrote it down',
  withdrawn_at datetime(6) DEFAULT NULL,
  withdrawn_by enum('patient','staff') DEFAULT NULL,
  PRIMARY KEY (practice_id,id),
  KEY practice_id (practice_id,patient_id,topic),
  KEY practice_id_2 (practice_id,text_id),
  CONSTRAINT patients_consent_ibfk_1 FOREIGN KEY (practice_id, patient_id) REFERENCES patients_patient (practice_id, id),
  CONSTRAINT patients_consent_ibfk_2 FOREIGN KEY (practice_id, text_id) REFERENCES patients_consent_text (practice_id, id),
  CONSTRAINT CONSTRAINT_1 CHECK (withdrawn_at is null = (withdrawn_by is null))
);

CREATE TABLE patients_consent_text (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  topic enum('treatment','telehealth','marketing','sharing','sms','whatsapp','email','writtenSms') NOT NULL,
  language char(2) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  version int(11) NOT NULL,
  text varchar(4000) NOT NULL,
  created_at datetime(6) NOT NULL,
  created_by binary(16) DEFAULT NULL,
  PRIMARY KEY (practice_id,id),
  UNIQUE KEY practice_id (practice_id,topic,language,version),
  CONSTRAINT patients_consent_text_ibfk_1 FOREIGN KEY (practice_id) REFERENCES practices_practice (practice_id)
);

CREATE TABLE patients_emergency_access (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  user_id binary(16) NOT NULL,
  patient_id binary(16) NOT NULL,
  sealed_reason varbinary(2100) NOT NULL,
  created_at datetime(6) NOT NULL,
  expires_at datetime(6) NOT NULL,
  reviewed_by binary(16) DEFAULT NULL,
  reviewed_at datetime(6) DEFAULT NULL,
  PRIMARY KEY (practice_id,id),
  KEY practice_id (practice_id,user_id,patient_id,expires_at),
  KEY practice_id_2 (practice_id,created_at),
  KEY practice_id_3 (practice_id,patient_id),
  KEY practice_id_4 (practice_id,reviewed_by),
  CONSTRAINT patients_emergency_access_ibfk_1 FOREIGN KEY (practice_id, user_id) REFERENCES identity_user (practice_id, id),
  CONSTRAINT patients_emergency_access_ibfk_2 FOREIGN KEY (practice_id, patient_id) REFERENCES patients_patient (practice_id, id),
  CONSTRAINT patients_emergency_access_ibfk_3 FOREIGN KEY (practice_id, reviewed_by) REFERENCES identity_user (practice_id, id),
  CONSTRAINT CONSTRAINT_1 CHECK (reviewed_by is null = (reviewed_at is null))
);

CREATE TABLE patients_erasure (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  patient_id binary(16) NOT NULL,
  part enum('record','contact') NOT NULL,
  state enum('planned','done') NOT NULL DEFAULT 'planned',
  due_on date NOT NULL COMMENT 'until then the law wants it kept',
  requested_by binary(16) DEFAULT NULL,
  requested_at datetime(6) NOT NULL,
  done_at datetime(6) DEFAULT NULL,
  PRIMARY KEY (practice_id,id),
  UNIQUE KEY practice_id (practice_id,patient_id,part),
  CONSTRAINT patients_erasure_ibfk_1 FOREIGN KEY (practice_id, patient_id) REFERENCES patients_patient (practice_id, id)
);

CREATE TABLE patients_export (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  patient_id binary(16) NOT NULL,
  ordered_by enum('staff','patient','guardian') NOT NULL,
  user_id binary(16) DEFAULT NULL,
  account_id binary(16) DEFAULT NULL COMMENT 'of the portal, of who acts for the patient',
  open_for binary(16) DEFAULT NULL COMMENT 'whose one order this is until it has gone: the practice''s, the patient''s, an account''s',
  language char(2) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  state enum('waiting','building','ready','failed','gone') NOT NULL DEFAULT 'waiting',
  run int(11) NOT NULL DEFAULT 1 COMMENT 'rises with each "try again"',
  section varchar(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'the next one to write',
  after_id binary(16) DEFAULT NULL COMMENT 'the last row of that section that was written',
  parts_done int(11) NOT NULL DEFAULT 0,
  parts_total int(11) NOT NULL DEFAULT 0,
  content_bytes bigint(20) NOT NULL DEFAULT 0,
  archive_bytes bigint(20) DEFAULT NULL,
  outcome varchar(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'why it failed or went',
  ordered_at datetime(6) NOT NULL,
  ready_at datetime(6) DEFAULT NULL,
  expires_at datetime(6) NOT NULL COMMENT 'then its parts go, whatever became of it',
  fetched_at datetime(6) DEFAULT NULL COMMENT 'the last time',
  over_at datetime(6) DEFAULT NULL,
  PRIMARY KEY (practice_id,id),
  UNIQUE KEY practice_id (practice_id,patient_id,open_for),
  KEY practice_id_2 (practice_id,state,expires_at),
  KEY practice_id_3 (practice_id,user_id),
  KEY practice_id_4 (practice_id,account_id),
  CONSTRAINT patients_export_ibfk_1 FOREIGN KEY (practice_id, patient_id) REFERENCES patients_patient (practice_id, id),
  CONSTRAINT patients_export_ibfk_2 FOREIGN KEY (practice_id, user_id) REFERENCES identity_user (practice_id, id),
  CONSTRAINT patients_export_ibfk_3 FOREIGN KEY (practice_id, account_id) REFERENCES identity_portal_account (practice_id, id)
);

CREATE TABLE patients_export_part (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  export_id binary(16) NOT NULL,
  patient_id binary(16) NOT NULL,
  kind enum('draft','archive') NOT NULL,
  position int(11) NOT NULL,
  sealed_content mediumblob DEFAULT NULL COMMENT 'also by the secret of the contact data: closed as soon as that is erased',
  sealed_record mediumblob DEFAULT NULL COMMENT 'by the secret of the record alone, where contact data has been erased before',
  PRIMARY KEY (practice_id,id),
  UNIQUE KEY practice_id (practice_id,export_id,kind,position),
  KEY practice_id_2 (practice_id,patient_id),
  CONSTRAINT patients_export_part_ibfk_1 FOREIGN KEY (practice_id, export_id) REFERENCES patients_export (practice_id, id),
  CONSTRAINT patients_export_part_ibfk_2 FOREIGN KEY (practice_id, patient_id) REFERENCES patients_patient (practice_id, id),
  CONSTRAINT CONSTRAINT_1 CHECK (sealed_content is null <> (sealed_record is null))
);

CREATE TABLE patients_import (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  user_id binary(16) DEFAULT NULL,
  file_name varchar(200) NOT NULL,
  file_hash binary(32) NOT NULL,
  state enum('previewed','imported','undone') NOT NULL,
  sealed_content longblob DEFAULT NULL COMMENT 'the uploaded file between preview and import',
  rows_created int(11) NOT NULL DEFAULT 0,
  rows_unchanged int(11) NOT NULL DEFAULT 0,
  rows_left_out int(11) NOT NULL DEFAULT 0,
  created_at datetime(6) NOT NULL,
  finished_at datetime(6) DEFAULT NULL,
  PRIMARY KEY (practice_id,id),
  CONSTRAINT patients_import_ibfk_1 FOREIGN KEY (practice_id) REFERENCES practices_practice (practice_id)
);

CREATE TABLE patients_patient (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  version bigint(20) NOT NULL DEFAULT 1,
  sealed_name varbinary(1000) NOT NULL COMMENT 'given, U+001F, family',
  sealed_birth_date varbinary(100) DEFAULT NULL COMMENT 'YYYY, YYYY-MM or YYYY-MM-DD',
  sealed_email varbinary(600) DEFAULT NULL,
  sealed_phone varbinary(200) DEFAULT NULL,
  sealed_address varbinary(1500) DEFAULT NULL,
  sealed_note varbinary(4000) DEFAULT NULL COMMENT 'administrative note, not clinical',
  email_index binary(16) DEFAULT NULL,
  phone_index binary(4) DEFAULT NULL,
  gender enum('female','male','other','unknown') NOT NULL DEFAULT 'unknown',
  language char(2) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  is_active tinyint(1) NOT NULL DEFAULT 1,
  is_deceased tinyint(1) NOT NULL DEFAULT 0,
  source_index binary(16) DEFAULT NULL COMMENT 'HMAC of the id in the system it was imported from',
  import_id binary(16) DEFAULT NULL,
  created_at datetime(6) NOT NULL,
  updated_at datetime(6) NOT NULL,
  restricted_at datetime(6) DEFAULT NULL COMMENT 'since then kept and otherwise not used (GDPR Art. 18)',
  contact_erased_at datetime(6) DEFAULT NULL,
  erased_at datetime(6) DEFAULT NULL COMMENT 'since then nothing of them can be read',
  PRIMARY KEY (practice_id,id),
  UNIQUE KEY practice_id (practice_id,source_index),
  KEY practice_id_2 (practice_id,email_index),
  KEY practice_id_3 (practice_id,phone_index),
  CONSTRAINT patients_patient_ibfk_1 FOREIGN KEY (practice_id) REFERENCES practices_practice (practice_id)
);

CREATE TABLE patients_retention (
  practice_id binary(16) NOT NULL,
  country varchar(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  years tinyint(4) NOT NULL COMMENT 'after the last care' CHECK (years between 0 and 40),
  PRIMARY KEY (practice_id),
  CONSTRAINT patients_retention_ibfk_1 FOREIGN KEY (practice_id) REFERENCES practices_practice (practice_id)
);

CREATE TABLE platform_migration (
  number int(11) NOT NULL,
  name varchar(120) NOT NULL,
  checksum binary(32) NOT NULL,
  applied_at datetime(6) NOT NULL,
  PRIMARY KEY (number)
);

CREATE TABLE platform_throttle (
  key_hash binary(16) NOT NULL,
  failures int(11) NOT NULL,
  window_ends_at datetime(6) NOT NULL,
  PRIMARY KEY (key_hash),
  KEY window_ends_at (window_ends_at)
);

CREATE TABLE platform_used_challenge (
  challenge_hash binary(32) NOT NULL,
  expires_at datetime(6) NOT NULL,
  PRIMARY KEY (challenge_hash),
  KEY expires_at (expires_at)
);

CREATE TABLE practices_key (
  practice_id binary(16) NOT NULL,
  id int(10) unsigned NOT NULL,
  master_key_id int(10) unsigned NOT NULL,
  wrapped varbinary(120) NOT NULL,
  created_at datetime(6) NOT NULL,
  purpose enum('data','index','audit') NOT NULL DEFAULT 'data',
  retired_at datetime(6) DEFAULT NULL COMMENT 'since then a newer key seals',
  destroyed_at datetime(6) DEFAULT NULL COMMENT 'since then wrapped is empty: nothing referred to it any more',
  PRIMARY KEY (practice_id,purpose,id),
  CONSTRAINT practices_key_ibfk_1 FOREIGN KEY (practice_id) REFERENCES practices_practice (practice_id)
);

CREATE TABLE practices_location (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  name varchar(120) NOT NULL,
  address varchar(300) NOT NULL DEFAULT '',
  zone varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  position int(11) NOT NULL DEFAULT 0,
  is_active tinyint(1) NOT NULL DEFAULT 1,
  version bigint(20) NOT NULL DEFAULT 1,
  PRIMARY KEY (practice_id,id),
  CONSTRAINT practices_location_ibfk_1 FOREIGN KEY (practice_id) REFERENCES practices_practice (practice_id)
);

CREATE TABLE practices_practice (
  practice_id binary(16) NOT NULL,
  slug varchar(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  name varchar(120) NOT NULL,
  zone varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  language char(2) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  currency char(3) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  accent char(7) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '#0b5953',
  email varchar(254) NOT NULL DEFAULT '',
  phone varchar(40) NOT NULL DEFAULT '',
  address varchar(300) NOT NULL DEFAULT '',
  emergency_line varchar(20) NOT NULL DEFAULT '112',
  uses_12_hour tinyint(1) NOT NULL DEFAULT 0,
  week_starts_on tinyint(4) NOT NULL DEFAULT 1 CHECK (week_starts_on in (1,7)),
  books_online tinyint(1) NOT NULL DEFAULT 1,
  logo mediumblob DEFAULT NULL,
  logo_type varchar(40) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  version bigint(20) NOT NULL DEFAULT 1,
  created_at datetime(6) NOT NULL,
  idle_minutes tinyint(4) NOT NULL DEFAULT 15 COMMENT 'after which the session of staff locks' CHECK (idle_minutes between 10 and 15),
  practitioners_see enum('everybody','own') NOT NULL DEFAULT 'everybody' COMMENT 'own: those of their care teams and those with an appointment with them',
  PRIMARY KEY (practice_id),
  UNIQUE KEY slug (slug)
);

CREATE TABLE scheduling_appointment (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  version bigint(20) NOT NULL DEFAULT 1,
  sequence int(11) NOT NULL DEFAULT 0 COMMENT 'RFC 5545 SEQUENCE: rises when a calendar must update',
  patient_id binary(16) NOT NULL,
  service_id binary(16) NOT NULL,
  practitioner_id binary(16) NOT NULL,
  room_id binary(16) DEFAULT NULL,
  device_id binary(16) DEFAULT NULL,
  status enum('proposed','pending','booked','arrived','checkedIn','fulfilled','cancelled','noshow','waitlist','enteredInError') NOT NULL,
  payment enum('none','due','part','paid','overdue','covered','refunded','failed') NOT NULL DEFAULT 'due',
  starts_at datetime(6) NOT NULL,
  ends_at datetime(6) NOT NULL,
  starts_wall_clock datetime(6) NOT NULL COMMENT 'as agreed with the patient, in zone',
  zone varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  buffer_before smallint(6) NOT NULL,
  buffer_after smallint(6) NOT NULL,
  lane tinyint(3) unsigned NOT NULL DEFAULT 0 COMMENT 'above 0: overlaps on purpose, see override_reason',
  sealed_override_reason varbinary(1100) DEFAULT NULL,
  price_minor bigint(20) NOT NULL,
  currency char(3) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  cancel_notice_minutes int(11) NOT NULL COMMENT 'policy as agreed when booked',
  late_fee_minor bigint(20) NOT NULL,
  source enum('online','staff','import') NOT NULL,
  language char(2) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  sealed_note varbinary(4100) DEFAULT NULL COMMENT 'what the patient wrote to the practice',
  form_key binary(16) DEFAULT NULL COMMENT 'idempotency key of the form that made it',
  sealed_cancel_reason varbinary(1100) DEFAULT NULL,
  cancelled_by enum('patient','practice','time') DEFAULT NULL COMMENT 'time: a request nobody answered',
  cancelled_at datetime(6) DEFAULT NULL,
  late_fee_due tinyint(1) NOT NULL DEFAULT 0,
  created_at datetime(6) NOT NULL,
  changed_at datetime(6) DEFAULT NULL COMMENT 'when its sequence last rose; NULL: never since it was made',
  answer_by datetime(6) DEFAULT NULL COMMENT 'of a request that waits: from then on it no longer counts',
  address_hash binary(16) DEFAULT NULL COMMENT 'who sent a request, for the limit on open ones',
  late_fee_waived tinyint(1) NOT NULL DEFAULT 0 COMMENT 'why stands with the cancellation',
  series_id binary(16) DEFAULT NULL,
  series_date date DEFAULT NULL COMMENT 'the date the rule gave it; stays when it is moved or cancelled',
  group_id binary(16) DEFAULT NULL COMMENT 'the session it is a place in; it claims no resource itself',
  location_id binary(16) DEFAULT NULL COMMENT 'NULL: at the practice itself; zone is the clock there',
  is_patients_change tinyint(1) NOT NULL DEFAULT 0 COMMENT 'whether the change of changed_at was the patient''s',
  sealed_answer varbinary(2100) DEFAULT NULL COMMENT 'what the patient is told of why a request was declined',
  was_asked tinyint(1) NOT NULL DEFAULT 0 COMMENT 'cancelled as a request: nobody had agreed to it; see cancelled_by',
  PRIMARY KEY (practice_id,id),
  UNIQUE KEY practice_id (practice_id,form_key),
  UNIQUE KEY of_series (practice_id,series_id,series_date),
  KEY calendar (practice_id,starts_at),
  KEY of_patient (practice_id,patient_id,starts_at),
  KEY practice_id_2 (practice_id,service_id),
  KEY practice_id_3 (practice_id,practitioner_id),
  KEY practice_id_4 (practice_id,room_id),
  KEY practice_id_5 (practice_id,device_id),
  KEY requests (practice_id,answer_by),
  KEY requests_from (practice_id,address_hash,created_at),
  KEY booked (practice_id,source,created_at),
  KEY participants (practice_id,group_id),
  KEY practice_id_6 (practice_id,location_id),
  KEY changes (practice_id,is_patients_change,changed_at),
  KEY ended_by (practice_id,cancelled_by,cancelled_at),
  CONSTRAINT scheduling_appointment_ibfk_1 FOREIGN KEY (practice_id, patient_id) REFERENCES patients_patient (practice_id, id),
  CONSTRAINT scheduling_appointment_ibfk_2 FOREIGN KEY (practice_id, service_id) REFERENCES scheduling_service (practice_id, id),
  CONSTRAINT scheduling_appointment_ibfk_3 FOREIGN KEY (practice_id, practitioner_id) REFERENCES scheduling_resource (practice_id, id),
  CONSTRAINT scheduling_appointment_ibfk_4 FOREIGN KEY (practice_id, room_id) REFERENCES scheduling_resource (practice_id, id),
  CONSTRAINT scheduling_appointment_ibfk_5 FOREIGN KEY (practice_id, device_id) REFERENCES scheduling_resource (practice_id, id),
  CONSTRAINT scheduling_appointment_ibfk_6 FOREIGN KEY (practice_id, series_id) REFERENCES scheduling_series (practice_id, id),
  CONSTRAINT scheduling_appointment_ibfk_7 FOREIGN KEY (practice_id, group_id) REFERENCES scheduling_group (practice_id, id),
  CONSTRAINT scheduling_appointment_ibfk_8 FOREIGN KEY (practice_id, location_id) REFERENCES practices_location (practice_id, id),
  CONSTRAINT CONSTRAINT_1 CHECK (starts_at < ends_at),
  CONSTRAINT series_has_date CHECK (series_id is null = (series_date is null))
);

CREATE TABLE scheduling_claim (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  resource_id binary(16) NOT NULL,
  lane tinyint(3) unsigned NOT NULL DEFAULT 0,
  starts_at datetime(6) NOT NULL,
  ends_at datetime(6) NOT NULL,
  appointment_id binary(16) DEFAULT NULL,
  hold_id binary(16) DEFAULT NULL,
  external_id binary(16) DEFAULT NULL COMMENT 'busy in a calendar elsewhere; only in lanes from 100',
  expires_at datetime(6) DEFAULT NULL COMMENT 'of a hold or request; an expired claim no longer counts',
  group_id binary(16) DEFAULT NULL COMMENT 'a session; its participants claim nothing themselves',
  PERIOD FOR taken (starts_at, ends_at),
  PRIMARY KEY (practice_id,id),
  UNIQUE KEY one_at_a_time (practice_id,resource_id,lane,taken WITHOUT OVERLAPS),
  KEY practice_id (practice_id,appointment_id),
  KEY practice_id_2 (practice_id,hold_id),
  KEY expiring (practice_id,expires_at),
  KEY of_external (practice_id,external_id,starts_at),
  KEY of_group (practice_id,group_id),
  KEY by_time (practice_id,ends_at,starts_at,resource_id,lane,appointment_id,hold_id,group_id,external_id,expires_at),
  CONSTRAINT scheduling_claim_ibfk_1 FOREIGN KEY (practice_id, resource_id) REFERENCES scheduling_resource (practice_id, id),
  CONSTRAINT scheduling_claim_ibfk_2 FOREIGN KEY (practice_id, appointment_id) REFERENCES scheduling_appointment (practice_id, id),
  CONSTRAINT scheduling_claim_ibfk_3 FOREIGN KEY (practice_id, hold_id) REFERENCES scheduling_hold (practice_id, id),
  CONSTRAINT scheduling_claim_ibfk_4 FOREIGN KEY (practice_id, external_id) REFERENCES scheduling_external (practice_id, id),
  CONSTRAINT scheduling_claim_ibfk_5 FOREIGN KEY (practice_id, group_id) REFERENCES scheduling_group (practice_id, id),
  CONSTRAINT holds_expire CHECK (hold_id is null or expires_at is not null),
  CONSTRAINT lanes_of_their_own CHECK (external_id is not null = (lane >= 100)),
  CONSTRAINT one_owner CHECK ((appointment_id is not null) + (hold_id is not null) + (external_id is not null) + (group_id is not null) = 1)
);

CREATE TABLE scheduling_exception (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  resource_id binary(16) DEFAULT NULL COMMENT 'NULL: the whole practice',
  first_date date NOT NULL,
  last_date date NOT NULL,
  opens_minute smallint(6) DEFAULT NULL COMMENT 'NULL: closed; otherwise these hours replace the usual ones',
  closes_minute smallint(6) DEFAULT NULL,
  reason varchar(120) NOT NULL DEFAULT '',
  location_id binary(16) DEFAULT NULL COMMENT 'of a resource: where these hours are; else: only this place',
  at_practice tinyint(1) NOT NULL DEFAULT 0 COMMENT 'of no resource in particular: only at the practice itself',
  PRIMARY KEY (practice_id,id),
  KEY practice_id (practice_id,first_date,last_date),
  KEY practice_id_2 (practice_id,resource_id),
  KEY practice_id_3 (practice_id,location_id),
  CONSTRAINT scheduling_exception_ibfk_1 FOREIGN KEY (practice_id, resource_id) REFERENCES scheduling_resource (practice_id, id),
  CONSTRAINT scheduling_exception_ibfk_2 FOREIGN KEY (practice_id, location_id) REFERENCES practices_location (practice_id, id),
  CONSTRAINT CONSTRAINT_1 CHECK (first_date <= last_date),
  CONSTRAINT CONSTRAINT_2 CHECK (opens_minute is null = (closes_minute is null)),
  CONSTRAINT CONSTRAINT_3 CHECK (opens_minute < closes_minute),
  CONSTRAINT one_place_or_all CHECK (at_practice = 0 or resource_id is null and location_id is null)
);

CREATE TABLE scheduling_external (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  resource_id binary(16) NOT NULL COMMENT 'the practitioner whose time it closes',
  user_id binary(16) NOT NULL COMMENT 'whose calendar it is',
  lane tinyint(3) unsigned NOT NULL COMMENT 'of its claims: from 100, out of the way of appointments',
  kind enum('file','caldav','google') NOT NULL,
  sealed_name varbinary(600) NOT NULL COMMENT 'for its owner alone',
  sealed_address varbinary(2200) NOT NULL COMMENT 'often a key by itself',
  sealed_login varbinary(700) DEFAULT NULL,
  sealed_password varbinary(400) DEFAULT NULL,
  sealed_etag varbinary(400) DEFAULT NULL COMMENT 'validators of the last good copy',
  sealed_modified varbinary(400) DEFAULT NULL,
  created_at datetime(6) NOT NULL,
  next_at datetime(6) NOT NULL COMMENT 'when it is looked at again; while a look goes on, when that is given up',
  tried_at datetime(6) DEFAULT NULL,
  copied_at datetime(6) DEFAULT NULL COMMENT 'until when the copy is known to be right',
  read_at datetime(6) DEFAULT NULL COMMENT 'when it was last read as a whole',
  failures int(11) NOT NULL DEFAULT 0 COMMENT 'in a row',
  failing_at datetime(6) DEFAULT NULL COMMENT 'since when it failed more often than once in a while',
  problem varchar(20) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL COMMENT 'why the last look failed',
  unread int(11) NOT NULL DEFAULT 0 COMMENT 'events that could not be read',
  is_cut tinyint(1) NOT NULL DEFAULT 0 COMMENT 'there was more than may be read',
  PRIMARY KEY (practice_id,id),
  UNIQUE KEY one_lane (practice_id,resource_id,lane),
  KEY of_user (practice_id,user_id),
  KEY due (practice_id,next_at),
  CONSTRAINT scheduling_external_ibfk_1 FOREIGN KEY (practice_id, resource_id) REFERENCES scheduling_resource (practice_id, id),
  CONSTRAINT scheduling_external_ibfk_2 FOREIGN KEY (practice_id, user_id) REFERENCES identity_user (practice_id, id)
);

CREATE TABLE scheduling_feed (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  holder_id binary(16) NOT NULL COMMENT 'whose it is: a user, a patient, or the account of who acts for one',
  subject_id binary(16) NOT NULL COMMENT 'whose appointments it has: a user or a patient',
  user_id binary(16) DEFAULT NULL,
  patient_id binary(16) DEFAULT NULL,
  account_id binary(16) DEFAULT NULL COMMENT 'of the portal, of who acts for the patient; NULL: the patient',
  token_hash binary(32) NOT NULL,
  created_at datetime(6) NOT NULL,
  fetched_at datetime(6) DEFAULT NULL,
  etag binary(16) DEFAULT NULL COMMENT 'of what was last fetched',
  changed_at datetime(6) DEFAULT NULL COMMENT 'since when it is that',
  recorded_at datetime(6) DEFAULT NULL COMMENT 'when the trail last said that it was read',
  PRIMARY KEY (practice_id,id),
  UNIQUE KEY token (practice_id,token_hash),
  UNIQUE KEY one_each (practice_id,holder_id,subject_id),
  KEY of_patient (practice_id,patient_id),
  KEY practice_id (practice_id,user_id),
  KEY practice_id_2 (practice_id,account_id),
  CONSTRAINT scheduling_feed_ibfk_1 FOREIGN KEY (practice_id, user_id) REFERENCES identity_user (practice_id, id),
  CONSTRAINT scheduling_feed_ibfk_2 FOREIGN KEY (practice_id, patient_id) REFERENCES patients_patient (practice_id, id),
  CONSTRAINT scheduling_feed_ibfk_3 FOREIGN KEY (practice_id, account_id) REFERENCES identity_portal_account (practice_id, id),
  CONSTRAINT CONSTRAINT_1 CHECK (user_id is null <> (patient_id is null)),
  CONSTRAINT CONSTRAINT_2 CHECK (account_id is null or patient_id is not null)
);

CREATE TABLE scheduling_feed_setting (
  practice_id binary(16) NOT NULL,
  names_patients tinyint(1) NOT NULL DEFAULT 0 COMMENT 'in the feeds of staff: what the owner decided',
  PRIMARY KEY (practice_id),
  CONSTRAINT scheduling_feed_setting_ibfk_1 FOREIGN KEY (practice_id) REFERENCES practices_practice (practice_id)
);

CREATE TABLE scheduling_freed_time (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  practitioner_id binary(16) NOT NULL,
  starts_at datetime(6) NOT NULL,
  ends_at datetime(6) NOT NULL,
  patient_id binary(16) DEFAULT NULL COMMENT 'who had it; NULL: a visitor who did not book',
  created_at datetime(6) NOT NULL,
  PRIMARY KEY (practice_id,id),
  KEY slot (practice_id,practitioner_id,starts_at),
  KEY of_patient (practice_id,patient_id),
  KEY past (practice_id,starts_at),
  CONSTRAINT scheduling_freed_time_ibfk_1 FOREIGN KEY (practice_id, practitioner_id) REFERENCES scheduling_resource (practice_id, id),
  CONSTRAINT scheduling_freed_time_ibfk_2 FOREIGN KEY (practice_id, patient_id) REFERENCES patients_patient (practice_id, id)
);

CREATE TABLE scheduling_google (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  user_id binary(16) NOT NULL COMMENT 'whose account at Google it is',
  resource_id binary(16) NOT NULL COMMENT 'whose appointments are written there',
  external_id binary(16) DEFAULT NULL COMMENT 'its busy times; NULL before a calendar is chosen, and once it is let go',
  state enum('choosing','on','refused','leaving','left') NOT NULL,
  sealed_refresh varbinary(1200) DEFAULT NULL COMMENT 'the lasting key',
  sealed_access varbinary(3000) DEFAULT NULL COMMENT 'the key of the hour',
  access_until datetime(6) DEFAULT NULL,
  sealed_choices blob DEFAULT NULL COMMENT 'the calendars to choose from, until one is chosen',
  sealed_calendar varbinary(1200) DEFAULT NULL COMMENT 'which calendar there',
  names_patients tinyint(1) NOT NULL DEFAULT 0 COMMENT 'what its owner decided; counts where the practice allows it',
  created_at datetime(6) NOT NULL,
  lease_until datetime(6) DEFAULT NULL COMMENT 'while somebody writes there, when that is given up',
  pause_until datetime(6) DEFAULT NULL COMMENT 'nothing is written before',
  strikes int(11) NOT NULL DEFAULT 0 COMMENT 'pauses in a row',
  problem varchar(20) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL COMMENT 'why writing pauses',
  leaving_at datetime(6) DEFAULT NULL COMMENT 'since when what was written is taken away',
  stayed int(11) NOT NULL DEFAULT 0 COMMENT 'what could not be taken away',
  PRIMARY KEY (practice_id,id),
  UNIQUE KEY one_each (practice_id,user_id),
  UNIQUE KEY of_external (practice_id,external_id),
  KEY practice_id (practice_id,resource_id),
  CONSTRAINT scheduling_google_ibfk_1 FOREIGN KEY (practice_id, user_id) REFERENCES identity_user (practice_id, id),
  CONSTRAINT scheduling_google_ibfk_2 FOREIGN KEY (practice_id, resource_id) REFERENCES scheduling_resource (practice_id, id),
  CONSTRAINT scheduling_google_ibfk_3 FOREIGN KEY (practice_id, external_id) REFERENCES scheduling_external (practice_id, id),
  CONSTRAINT CONSTRAINT_1 CHECK (state <> 'on' or external_id is not null and sealed_calendar is not null)
);

CREATE TABLE scheduling_google_copy (
  practice_id binary(16) NOT NULL,
  google_id binary(16) NOT NULL,
  entry_id binary(16) NOT NULL COMMENT 'the id of the appointment or the session',
  appointment_id binary(16) DEFAULT NULL,
  group_id binary(16) DEFAULT NULL,
  wish int(11) NOT NULL COMMENT 'rises with each change; who wrote an older one has not finished',
  is_due tinyint(1) NOT NULL,
  etag varbinary(200) DEFAULT NULL COMMENT 'of what we wrote last: another one is somebody else''s change',
  content binary(16) DEFAULT NULL COMMENT 'hash of what we wrote last; NULL: it is written again whatever it was',
  PRIMARY KEY (practice_id,google_id,entry_id),
  KEY due (practice_id,google_id,is_due),
  KEY of_appointment (practice_id,appointment_id),
  KEY of_group (practice_id,group_id),
  CONSTRAINT scheduling_google_copy_ibfk_1 FOREIGN KEY (practice_id, google_id) REFERENCES scheduling_google (practice_id, id),
  CONSTRAINT scheduling_google_copy_ibfk_2 FOREIGN KEY (practice_id, appointment_id) REFERENCES scheduling_appointment (practice_id, id),
  CONSTRAINT scheduling_google_copy_ibfk_3 FOREIGN KEY (practice_id, group_id) REFERENCES scheduling_group (practice_id, id),
  CONSTRAINT one_entry CHECK ((appointment_id <=> entry_id) + (group_id <=> entry_id) = 1 and (appointment_id is null) + (group_id is null) = 1)
);

CREATE TABLE scheduling_google_event (
  practice_id binary(16) NOT NULL,
  google_id binary(16) NOT NULL,
  event_index binary(16) NOT NULL COMMENT 'keyed hash of its id there',
  starts_at datetime(6) NOT NULL,
  ends_at datetime(6) NOT NULL,
  PRIMARY KEY (practice_id,google_id,event_index),
  CONSTRAINT scheduling_google_event_ibfk_1 FOREIGN KEY (practice_id, google_id) REFERENCES scheduling_google (practice_id, id)
);

CREATE TABLE scheduling_group (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  version bigint(20) NOT NULL DEFAULT 1,
  sequence int(11) NOT NULL DEFAULT 0 COMMENT 'RFC 5545 SEQUENCE: rises when a calendar must update',
  service_id binary(16) NOT NULL,
  practitioner_id binary(16) NOT NULL,
  room_id binary(16) DEFAULT NULL,
  device_id binary(16) DEFAULT NULL,
  places tinyint(3) unsigned NOT NULL CHECK (places between 2 and 60),
  status enum('planned','cancelled') NOT NULL DEFAULT 'planned',
  starts_at datetime(6) NOT NULL,
  ends_at datetime(6) NOT NULL,
  buffer_before smallint(6) NOT NULL,
  buffer_after smallint(6) NOT NULL,
  form_key binary(16) DEFAULT NULL COMMENT 'idempotency key of the form that made it; of a series the first has it',
  created_at datetime(6) NOT NULL,
  changed_at datetime(6) DEFAULT NULL COMMENT 'when its sequence last rose; NULL: never since it was made',
  location_id binary(16) DEFAULT NULL,
  series_id binary(16) DEFAULT NULL COMMENT 'the first of those that were planned together; NULL: planned alone',
  PRIMARY KEY (practice_id,id),
  UNIQUE KEY form (practice_id,form_key),
  KEY calendar (practice_id,starts_at),
  KEY offered (practice_id,service_id,status,starts_at),
  KEY practice_id (practice_id,practitioner_id),
  KEY practice_id_2 (practice_id,room_id),
  KEY practice_id_3 (practice_id,device_id),
  KEY practice_id_4 (practice_id,location_id),
  KEY series (practice_id,series_id,starts_at),
  CONSTRAINT scheduling_group_ibfk_1 FOREIGN KEY (practice_id, service_id) REFERENCES scheduling_service (practice_id, id),
  CONSTRAINT scheduling_group_ibfk_2 FOREIGN KEY (practice_id, practitioner_id) REFERENCES scheduling_resource (practice_id, id),
  CONSTRAINT scheduling_group_ibfk_3 FOREIGN KEY (practice_id, room_id) REFERENCES scheduling_resource (practice_id, id),
  CONSTRAINT scheduling_group_ibfk_4 FOREIGN KEY (practice_id, device_id) REFERENCES scheduling_resource (practice_id, id),
  CONSTRAINT scheduling_group_ibfk_5 FOREIGN KEY (practice_id, location_id) REFERENCES practices_location (practice_id, id),
  CONSTRAINT scheduling_group_ibfk_6 FOREIGN KEY (practice_id, series_id) REFERENCES scheduling_group (practice_id, id),
  CONSTRAINT CONSTRAINT_1 CHECK (starts_at < ends_at)
);

CREATE TABLE scheduling_hold (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  token_hash binary(32) NOT NULL,
  service_id binary(16) NOT NULL,
  practitioner_id binary(16) NOT NULL,
  room_id binary(16) DEFAULT NULL,
  device_id binary(16) DEFAULT NULL,
  starts_at datetime(6) NOT NULL,
  ends_at datetime(6) NOT NULL,
  address_hash binary(16) NOT NULL COMMENT 'who holds it, for the limit on open holds',
  expires_at datetime(6) NOT NULL,
  created_at datetime(6) NOT NULL,
  is_told tinyint(1) NOT NULL DEFAULT 0 COMMENT 'that it ended was told to the waitlist, or its offer tells it',
  group_id binary(16) DEFAULT NULL COMMENT 'keeps a place of this session, and no resource',
  location_id binary(16) DEFAULT NULL,
  PRIMARY KEY (practice_id,id),
  UNIQUE KEY practice_id (practice_id,token_hash),
  KEY practice_id_2 (practice_id,address_hash,created_at),
  KEY practice_id_3 (practice_id,service_id),
  KEY practice_id_4 (practice_id,practitioner_id),
  KEY ending (practice_id,is_told,expires_at),
  KEY practice_id_5 (practice_id,group_id),
  KEY practice_id_6 (practice_id,location_id),
  CONSTRAINT scheduling_hold_ibfk_1 FOREIGN KEY (practice_id, service_id) REFERENCES scheduling_service (practice_id, id),
  CONSTRAINT scheduling_hold_ibfk_2 FOREIGN KEY (practice_id, practitioner_id) REFERENCES scheduling_resource (practice_id, id),
  CONSTRAINT scheduling_hold_ibfk_3 FOREIGN KEY (practice_id, group_id) REFERENCES scheduling_group (practice_id, id),
  CONSTRAINT scheduling_hold_ibfk_4 FOREIGN KEY (practice_id, location_id) REFERENCES practices_location (practice_id, id)
);

CREATE TABLE scheduling_hours (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  resource_id binary(16) NOT NULL,
  weekday tinyint(4) NOT NULL COMMENT 'ISO: Monday is 1' CHECK (weekday between 1 and 7),
  opens_minute smallint(6) NOT NULL COMMENT 'wall clock of the place' CHECK (opens_minute between 0 and 1439),
  closes_minute smallint(6) NOT NULL CHECK (closes_minute between 1 and 1440),
  location_id binary(16) DEFAULT NULL COMMENT 'NULL: where the resource belongs, else at the practice itself',
  PRIMARY KEY (practice_id,id),
  KEY practice_id (practice_id,resource_id,weekday),
  KEY practice_id_2 (practice_id,location_id),
  CONSTRAINT scheduling_hours_ibfk_1 FOREIGN KEY (practice_id, resource_id) REFERENCES scheduling_resource (practice_id, id),
  CONSTRAINT scheduling_hours_ibfk_2 FOREIGN KEY (practice_id, location_id) REFERENCES practices_location (practice_id, id),
  CONSTRAINT CONSTRAINT_1 CHECK (opens_minute < closes_minute)
);

CREATE TABLE scheduling_offer (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL COMMENT 'also of the hold that keeps its time',
  entry_id binary(16) NOT NULL,
  token_hash binary(32) NOT NULL,
  service_id binary(16) NOT NULL,
  practitioner_id binary(16) NOT NULL,
  starts_at datetime(6) NOT NULL,
  ends_at datetime(6) NOT NULL,
  state enum('offered','accepted','declined','expired','withdrawn') NOT NULL DEFAULT 'offered',
  offered_by binary(16) DEFAULT NULL COMMENT 'who chose this wish by hand; NULL: it was next',
  expires_at datetime(6) NOT NULL,
  created_at datetime(6) NOT NULL,
  ended_at datetime(6) DEFAULT NULL,
  location_id binary(16) DEFAULT NULL COMMENT 'NULL: at the practice itself',
  is_asked tinyint(1) DEFAULT 1 COMMENT 'NULL: its session went elsewhere before an answer' CHECK (is_asked = 1),
  PRIMARY KEY (practice_id,id),
  UNIQUE KEY token (practice_id,token_hash),
  UNIQUE KEY once (practice_id,entry_id,practitioner_id,starts_at,is_asked),
  KEY running (practice_id,state,expires_at),
  KEY practice_id (practice_id,service_id),
  KEY practice_id_2 (practice_id,practitioner_id),
  KEY practice_id_3 (practice_id,offered_by),
  KEY practice_id_4 (practice_id,location_id),
  KEY answered (practice_id,state,ended_at),
  CONSTRAINT scheduling_offer_ibfk_1 FOREIGN KEY (practice_id, entry_id) REFERENCES scheduling_waitlist_entry (practice_id, id),
  CONSTRAINT scheduling_offer_ibfk_2 FOREIGN KEY (practice_id, service_id) REFERENCES scheduling_service (practice_id, id),
  CONSTRAINT scheduling_offer_ibfk_3 FOREIGN KEY (practice_id, practitioner_id) REFERENCES scheduling_resource (practice_id, id),
  CONSTRAINT scheduling_offer_ibfk_4 FOREIGN KEY (practice_id, offered_by) REFERENCES identity_user (practice_id, id),
  CONSTRAINT scheduling_offer_ibfk_5 FOREIGN KEY (practice_id, location_id) REFERENCES practices_location (practice_id, id)
);

CREATE TABLE scheduling_place (
  practice_id binary(16) NOT NULL,
  group_id binary(16) NOT NULL,
  number tinyint(3) unsigned NOT NULL CHECK (number between 1 and 60),
  appointment_id binary(16) DEFAULT NULL,
  hold_id binary(16) DEFAULT NULL,
  expires_at datetime(6) DEFAULT NULL COMMENT 'of a hold or request; an expired place no longer counts',
  PRIMARY KEY (practice_id,group_id,number),
  UNIQUE KEY of_appointment (practice_id,appointment_id),
  UNIQUE KEY of_hold (practice_id,hold_id),
  KEY expiring (practice_id,expires_at),
  CONSTRAINT scheduling_place_ibfk_1 FOREIGN KEY (practice_id, group_id) REFERENCES scheduling_group (practice_id, id),
  CONSTRAINT scheduling_place_ibfk_2 FOREIGN KEY (practice_id, appointment_id) REFERENCES scheduling_appointment (practice_id, id),
  CONSTRAINT scheduling_place_ibfk_3 FOREIGN KEY (practice_id, hold_id) REFERENCES scheduling_hold (practice_id, id),
  CONSTRAINT one_holder CHECK ((appointment_id is not null) + (hold_id is not null) = 1),
  CONSTRAINT kept_places_expire CHECK (hold_id is null or expires_at is not null)
);

CREATE TABLE scheduling_resource (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  kind enum('practitioner','room','device') NOT NULL,
  name varchar(120) NOT NULL,
  title varchar(120) NOT NULL DEFAULT '' COMMENT 'profession of a practitioner, shown to patients',
  location_id binary(16) DEFAULT NULL,
  user_id binary(16) DEFAULT NULL,
  color tinyint(4) NOT NULL DEFAULT 1,
  position int(11) NOT NULL DEFAULT 0,
  is_active tinyint(1) NOT NULL DEFAULT 1,
  version bigint(20) unsigned NOT NULL DEFAULT 1 COMMENT 'moves with every change of its claims; open calendars poll it',
  capacity tinyint(3) unsigned NOT NULL DEFAULT 1 COMMENT 'of a room or device: how many at once' CHECK (capacity between 1 and 20),
  PRIMARY KEY (practice_id,id),
  KEY practice_id (practice_id,location_id),
  KEY practice_id_2 (practice_id,user_id),
  CONSTRAINT scheduling_resource_ibfk_1 FOREIGN KEY (practice_id, location_id) REFERENCES practices_location (practice_id, id),
  CONSTRAINT scheduling_resource_ibfk_2 FOREIGN KEY (practice_id, user_id) REFERENCES identity_user (practice_id, id)
);

CREATE TABLE scheduling_series (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  previous_id binary(16) DEFAULT NULL COMMENT 'the series that this one was split off from',
  rule varchar(120) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'RFC 5545 RRULE',
  first_date date NOT NULL COMMENT 'from which the rule counts',
  starts_minute smallint(6) NOT NULL COMMENT 'on the wall clock of every date' CHECK (starts_minute between 0 and 1439),
  minutes smallint(6) NOT NULL CHECK (minutes between 5 and 720),
  service_id binary(16) NOT NULL,
  practitioner_id binary(16) NOT NULL,
  room_id binary(16) DEFAULT NULL COMMENT 'NULL: whichever is free',
  device_id binary(16) DEFAULT NULL COMMENT 'NULL: whichever is free',
  form_key binary(16) DEFAULT NULL COMMENT 'idempotency key of the form that made it',
  created_at datetime(6) NOT NULL,
  zone varchar(64) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL COMMENT 'whose wall clock it keeps; NULL: the practice''s',
  PRIMARY KEY (practice_id,id),
  UNIQUE KEY form (practice_id,form_key),
  KEY practice_id (practice_id,previous_id),
  KEY practice_id_2 (practice_id,service_id),
  KEY practice_id_3 (practice_id,practitioner_id),
  KEY practice_id_4 (practice_id,room_id),
  KEY practice_id_5 (practice_id,device_id),
  CONSTRAINT scheduling_series_ibfk_1 FOREIGN KEY (practice_id, previous_id) REFERENCES scheduling_series (practice_id, id),
  CONSTRAINT scheduling_series_ibfk_2 FOREIGN KEY (practice_id, service_id) REFERENCES scheduling_service (practice_id, id),
  CONSTRAINT scheduling_series_ibfk_3 FOREIGN KEY (practice_id, practitioner_id) REFERENCES scheduling_resource (practice_id, id),
  CONSTRAINT scheduling_series_ibfk_4 FOREIGN KEY (practice_id, room_id) REFERENCES scheduling_resource (practice_id, id),
  CONSTRAINT scheduling_series_ibfk_5 FOREIGN KEY (practice_id, device_id) REFERENCES scheduling_resource (practice_id, id)
);

CREATE TABLE scheduling_series_gap (
  practice_id binary(16) NOT NULL,
  series_id binary(16) NOT NULL,
  gap_date date NOT NULL COMMENT 'a date of the rule that was never booked',
  reason enum('clash','clock') NOT NULL COMMENT 'clock: its time does not exist on that day',
  PRIMARY KEY (practice_id,series_id,gap_date),
  CONSTRAINT scheduling_series_gap_ibfk_1 FOREIGN KEY (practice_id, series_id) REFERENCES scheduling_series (practice_id, id)
);

CREATE TABLE scheduling_service (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  name varchar(120) NOT NULL,
  description varchar(500) NOT NULL DEFAULT '',
  minutes smallint(6) NOT NULL CHECK (minutes between 5 and 720 and minutes MOD 5 = 0),
  buffer_before smallint(6) NOT NULL DEFAULT 0 CHECK (buffer_before between 0 and 120 and buffer_before MOD 5 = 0),
  buffer_after smallint(6) NOT NULL DEFAULT 0 CHECK (buffer_after between 0 and 120 and buffer_after MOD 5 = 0),
  step_minutes smallint(6) NOT NULL DEFAULT 30 CHECK (step_minutes between 5 and 240 and step_minutes MOD 5 = 0),
  price_minor bigint(20) NOT NULL DEFAULT 0 CHECK (price_minor between 0 and 10000000000),
  mode enum('inPerson','video') NOT NULL DEFAULT 'inPerson',
  notice_minutes int(11) NOT NULL DEFAULT 120 CHECK (notice_minutes between 0 and 129600),
  horizon_days smallint(6) NOT NULL DEFAULT 90 CHECK (horizon_days between 1 and 730),
  cancel_notice_minutes int(11) NOT NULL DEFAULT 1440 CHECK (cancel_notice_minutes between 0 and 43200),
  late_fee_minor bigint(20) NOT NULL DEFAULT 0 CHECK (late_fee_minor between 0 and 10000000000),
  color tinyint(4) NOT NULL DEFAULT 1,
  position int(11) NOT NULL DEFAULT 0,
  books_online tinyint(1) NOT NULL DEFAULT 1,
  is_active tinyint(1) NOT NULL DEFAULT 1,
  version bigint(20) NOT NULL DEFAULT 1,
  clusters tinyint(1) NOT NULL DEFAULT 0 COMMENT 'starts next to other visits are offered first',
  open_limit smallint(6) DEFAULT NULL COMMENT 'visits ahead that one patient may have booked online' CHECK (open_limit between 1 and 50),
  approval_hours smallint(6) DEFAULT NULL COMMENT 'that staff have to answer a request; NULL: bookings are firm at once' CHECK (approval_hours between 1 and 336),
  audience enum('everybody','known','new') NOT NULL DEFAULT 'everybody' COMMENT 'who may book online, by their own word',
  screening varchar(1200) NOT NULL DEFAULT '' COMMENT 'questions, one a line; who says yes to one is asked to call',
  deposit_minor bigint(20) NOT NULL DEFAULT 0 COMMENT 'kept until payments are there; holds nobody up' CHECK (deposit_minor between 0 and 10000000000),
  places tinyint(3) unsigned NOT NULL DEFAULT 1 COMMENT 'above 1: only sessions that staff planned are offered' CHECK (places between 1 and 60),
  PRIMARY KEY (practice_id,id),
  CONSTRAINT scheduling_service_ibfk_1 FOREIGN KEY (practice_id) REFERENCES practices_practice (practice_id)
);

CREATE TABLE scheduling_service_resource (
  practice_id binary(16) NOT NULL,
  service_id binary(16) NOT NULL,
  resource_id binary(16) NOT NULL,
  PRIMARY KEY (practice_id,service_id,resource_id),
  KEY practice_id (practice_id,resource_id),
  CONSTRAINT scheduling_service_resource_ibfk_1 FOREIGN KEY (practice_id, service_id) REFERENCES scheduling_service (practice_id, id),
  CONSTRAINT scheduling_service_resource_ibfk_2 FOREIGN KEY (practice_id, resource_id) REFERENCES scheduling_resource (practice_id, id)
);

CREATE TABLE scheduling_waitlist_entry (
  practice_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  version bigint(20) NOT NULL DEFAULT 1,
  patient_id binary(16) NOT NULL,
  service_id binary(16) NOT NULL,
  practitioner_id binary(16) DEFAULT NULL COMMENT 'NULL: whoever is free',
  weekdays tinyint(3) unsigned NOT NULL COMMENT 'a bit for each day, the lowest is Monday' CHECK (weekdays between 1 and 127),
  day_parts tinyint(3) unsigned NOT NULL COMMENT 'a bit each for morning, afternoon and evening' CHECK (day_parts between 1 and 7),
  first_date date DEFAULT NULL,
  last_date date DEFAULT NULL,
  notice_hours smallint(6) NOT NULL COMMENT 'that the patient needs before a start' CHECK (notice_hours between 0 and 336),
  source enum('staff','online') NOT NULL,
  address_hash binary(16) DEFAULT NULL COMMENT 'who sent it online, for the limit on such forms',
  state enum('waiting','offered','booked','removed','unanswered','over') NOT NULL DEFAULT 'waiting',
  unanswered tinyint(3) unsigned NOT NULL DEFAULT 0 COMMENT 'offers in a row that ran out',
  created_at datetime(6) NOT NULL,
  ended_at datetime(6) DEFAULT NULL,
  at_practice tinyint(1) NOT NULL DEFAULT 0 COMMENT 'only at the practice itself',
  location_id binary(16) DEFAULT NULL COMMENT 'only at this place; NULL: see at_practice, else anywhere',
  PRIMARY KEY (practice_id,id),
  KEY in_order (practice_id,state,created_at),
  KEY of_patient (practice_id,patient_id),
  KEY sent_from (practice_id,address_hash,created_at),
  KEY practice_id (practice_id,service_id),
  KEY practice_id_2 (practice_id,practitioner_id),
  KEY practice_id_3 (practice_id,location_id),
  KEY sent (practice_id,source,created_at),
  CONSTRAINT scheduling_waitlist_entry_ibfk_1 FOREIGN KEY (practice_id, patient_id) REFERENCES patients_patient (practice_id, id),
  CONSTRAINT scheduling_waitlist_entry_ibfk_2 FOREIGN KEY (practice_id, service_id) REFERENCES scheduling_service (practice_id, id),
  CONSTRAINT scheduling_waitlist_entry_ibfk_3 FOREIGN KEY (practice_id, practitioner_id) REFERENCES scheduling_resource (practice_id, id),
  CONSTRAINT scheduling_waitlist_entry_ibfk_4 FOREIGN KEY (practice_id, location_id) REFERENCES practices_location (practice_id, id),
  CONSTRAINT CONSTRAINT_1 CHECK (first_date <= last_date),
  CONSTRAINT one_place_at_most CHECK (at_practice = 0 or location_id is null)
);
