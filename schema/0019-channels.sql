-- Offers of the waitlist by text, mails about wishes, WhatsApp by approved templates, and trying a way out.

ALTER TABLE messaging_notice
  ADD COLUMN entry_id BINARY(16) NULL COMMENT 'the wish whose place on the waitlist it confirms',
  ADD UNIQUE KEY offer_once (practice_id, offer_id, channel),
  ADD FOREIGN KEY (practice_id, entry_id) REFERENCES scheduling_waitlist_entry (practice_id, id);

-- WhatsApp takes what a practice sends of its own accord only in the words of a template that it has approved.
CREATE TABLE messaging_content (
  practice_id BINARY(16)  NOT NULL,
  rule        VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  language    CHAR(2)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  content     CHAR(34)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'HX and 32 digits',
  PRIMARY KEY (practice_id, rule, language),
  FOREIGN KEY (practice_id) REFERENCES practices_practice (practice_id)
);

-- A message that a member of staff sends to themselves, to see whether it arrives.
CREATE TABLE messaging_trial (
  practice_id      BINARY(16)     NOT NULL,
  id               BINARY(16)     NOT NULL,
  user_id          BINARY(16)     NOT NULL,
  channel          ENUM('email', 'sms', 'whatsapp') NOT NULL,
  sealed_recipient VARBINARY(700) NULL COMMENT 'erased once it was tried',
  state            ENUM('waiting', 'sending', 'sent', 'failed') NOT NULL DEFAULT 'waiting',
  reason           VARCHAR(20)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'code of the outcome',
  outcome          VARCHAR(200)   NOT NULL DEFAULT '',
  created_at       DATETIME(6)    NOT NULL,
  ended_at         DATETIME(6)    NULL,
  PRIMARY KEY (practice_id, id),
  KEY latest (practice_id, channel, created_at),
  FOREIGN KEY (practice_id, user_id) REFERENCES identity_user (practice_id, id)
);
