-- Messages about appointments: why each was or was not sent, a list of what failed, rules and texts of the practice.

ALTER TABLE messaging_notice
  ADD COLUMN reason          VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'code of the outcome',
  ADD COLUMN ended_at        DATETIME(6) NULL COMMENT 'when the outcome was written down',
  ADD COLUMN told            BINARY(16) NULL COMMENT 'hash of what it said of the appointment',
  ADD COLUMN decided_by      BINARY(16) NULL COMMENT 'who decided that it is not sent',
  ADD COLUMN acknowledged_at DATETIME(6) NULL COMMENT 'since then it is no task of the staff',
  ADD COLUMN acknowledged_by BINARY(16) NULL,
  ADD KEY todo (practice_id, state, acknowledged_at),
  ADD FOREIGN KEY (practice_id, decided_by) REFERENCES identity_user (practice_id, id),
  ADD FOREIGN KEY (practice_id, acknowledged_by) REFERENCES identity_user (practice_id, id);

-- What failed before there was a list of it is nobody's task now.
UPDATE messaging_notice SET acknowledged_at = created_at WHERE state = 'failed';

-- A rule that is not here is as it comes with the product.
CREATE TABLE messaging_rule (
  practice_id BINARY(16)  NOT NULL,
  rule        VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  is_active   BOOLEAN     NOT NULL,
  minutes     INT         NOT NULL COMMENT 'before the start, or after the end; 0 for what is sent at once',
  channels    SET('email', 'sms', 'whatsapp', 'inApp') NOT NULL,
  version     BIGINT      NOT NULL DEFAULT 1,
  PRIMARY KEY (practice_id, rule),
  FOREIGN KEY (practice_id) REFERENCES practices_practice (practice_id),
  CHECK (minutes BETWEEN 0 AND 129600)
);

CREATE TABLE messaging_rule_service (
  practice_id BINARY(16)  NOT NULL,
  rule        VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  service_id  BINARY(16)  NOT NULL,
  is_on       BOOLEAN     NOT NULL,
  PRIMARY KEY (practice_id, rule, service_id),
  FOREIGN KEY (practice_id, service_id) REFERENCES scheduling_service (practice_id, id)
);

CREATE TABLE messaging_service_name (
  practice_id BINARY(16)   NOT NULL,
  service_id  BINARY(16)   NOT NULL,
  public_name VARCHAR(80)  NOT NULL COMMENT 'tells of no illness: it may stand in mails and texts',
  PRIMARY KEY (practice_id, service_id),
  FOREIGN KEY (practice_id, service_id) REFERENCES scheduling_service (practice_id, id)
);

CREATE TABLE messaging_text (
  practice_id BINARY(16)    NOT NULL,
  rule        VARCHAR(40)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  channel     ENUM('email', 'sms', 'inApp') NOT NULL COMMENT 'sms is WhatsApp''s as well',
  language    CHAR(2)       CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  subject     VARCHAR(200)  NOT NULL DEFAULT '',
  body        VARCHAR(2000) NOT NULL,
  version     BIGINT        NOT NULL DEFAULT 1,
  PRIMARY KEY (practice_id, rule, channel, language),
  FOREIGN KEY (practice_id) REFERENCES practices_practice (practice_id)
);
