-- Audit events say more and stand in months; who asked for a job; incidents.

-- An event written before this has form 1: its mac covers none of the columns added here.
-- MariaDB wants the month in every unique key. That (practice_id, seq) stays unique is for the locked head row to see
-- to, which every event takes its number from, and for `praxis audit verify` to prove.
ALTER TABLE audit_event
  ADD COLUMN form         TINYINT     NOT NULL DEFAULT 1 COMMENT 'which of the forms the mac covers (AuditRecord.swift)',
  ADD COLUMN session_id   BINARY(16)  NULL COMMENT 'of identity_session; opens nothing by itself',
  ADD COLUMN on_behalf_of BINARY(16)  NULL COMMENT 'who asked for a job, or whom a guardian acts for',
  ADD COLUMN result       VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  DROP PRIMARY KEY,
  ADD PRIMARY KEY (practice_id, seq, at);

-- `praxis migrate` and `praxis audit retain` make the months to come out of `later` while it is empty.
ALTER TABLE audit_event PARTITION BY RANGE COLUMNS (at) (
  PARTITION p2026_01 VALUES LESS THAN ('2026-02-01'),
  PARTITION p2026_02 VALUES LESS THAN ('2026-03-01'),
  PARTITION p2026_03 VALUES LESS THAN ('2026-04-01'),
  PARTITION p2026_04 VALUES LESS THAN ('2026-05-01'),
  PARTITION p2026_05 VALUES LESS THAN ('2026-06-01'),
  PARTITION p2026_06 VALUES LESS THAN ('2026-07-01'),
  PARTITION p2026_07 VALUES LESS THAN ('2026-08-01'),
  PARTITION p2026_08 VALUES LESS THAN ('2026-09-01'),
  PARTITION p2026_09 VALUES LESS THAN ('2026-10-01'),
  PARTITION p2026_10 VALUES LESS THAN ('2026-11-01'),
  PARTITION p2026_11 VALUES LESS THAN ('2026-12-01'),
  PARTITION p2026_12 VALUES LESS THAN ('2027-01-01'),
  PARTITION p2027_01 VALUES LESS THAN ('2027-02-01'),
  PARTITION p2027_02 VALUES LESS THAN ('2027-03-01'),
  PARTITION p2027_03 VALUES LESS THAN ('2027-04-01'),
  PARTITION p2027_04 VALUES LESS THAN ('2027-05-01'),
  PARTITION p2027_05 VALUES LESS THAN ('2027-06-01'),
  PARTITION p2027_06 VALUES LESS THAN ('2027-07-01'),
  PARTITION p2027_07 VALUES LESS THAN ('2027-08-01'),
  PARTITION p2027_08 VALUES LESS THAN ('2027-09-01'),
  PARTITION p2027_09 VALUES LESS THAN ('2027-10-01'),
  PARTITION p2027_10 VALUES LESS THAN ('2027-11-01'),
  PARTITION p2027_11 VALUES LESS THAN ('2027-12-01'),
  PARTITION p2027_12 VALUES LESS THAN ('2028-01-01'),
  PARTITION later VALUES LESS THAN (MAXVALUE)
);

ALTER TABLE jobs_job
  ADD COLUMN asked_by BINARY(16) NULL COMMENT 'the person whose request it goes back to';

CREATE TABLE oversight_incident (
  practice_id       BINARY(16)   NOT NULL,
  id                BINARY(16)   NOT NULL,
  discovered_at     DATETIME(6)  NOT NULL COMMENT 'the clocks of the law run from here',
  window_from       DATETIME(6)  NOT NULL,
  window_to         DATETIME(6)  NOT NULL,
  actor             ENUM('anybody', 'person', 'network') NOT NULL,
  user_id           BINARY(16)   NULL,
  network           VARCHAR(45)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  sealed_note       VARBINARY(8100) NULL,
  authority_told_at DATETIME(6)  NULL,
  patients_told_at  DATETIME(6)  NULL,
  closed_at         DATETIME(6)  NULL,
  opened_by         BINARY(16)   NOT NULL,
  created_at        DATETIME(6)  NOT NULL,
  version           BIGINT       NOT NULL DEFAULT 1,
  PRIMARY KEY (practice_id, id),
  FOREIGN KEY (practice_id, user_id) REFERENCES identity_user (practice_id, id),
  FOREIGN KEY (practice_id, opened_by) REFERENCES identity_user (practice_id, id),
  CHECK ((actor = 'person') = (user_id IS NOT NULL)),
  CHECK ((actor = 'network') = (network <> '')),
  CHECK (window_from < window_to)
);
