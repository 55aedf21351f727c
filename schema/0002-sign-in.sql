-- Sessions that lock and are confirmed again, factors of several kinds, people who are invited, browsers that are known.

ALTER TABLE practices_practice
  ADD COLUMN idle_minutes TINYINT NOT NULL DEFAULT 15 COMMENT 'after which the session of staff locks'
    CHECK (idle_minutes BETWEEN 10 AND 15);

ALTER TABLE identity_user
  MODIFY password_hash VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'NULL: signs in by passkey alone',
  MODIFY sealed_totp   VARBINARY(200) NULL COMMENT 'NULL: no authenticator app',
  ADD COLUMN person_id BINARY(16) NULL COMMENT 'the same in every practice whose account this person has joined to it',
  ADD COLUMN version   BIGINT NOT NULL DEFAULT 1,
  ADD KEY by_person (person_id);

ALTER TABLE identity_session
  ADD COLUMN proofs       VARCHAR(60) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT ''
    COMMENT 'what its holder has shown, by commas: password, totp, passkey, recovery, mail',
  ADD COLUMN confirmed_at DATETIME(6) NULL COMMENT 'when its holder last showed a factor',
  ADD COLUMN wrong_proofs INT NOT NULL DEFAULT 0 COMMENT 'in a row, while confirming',
  ADD COLUMN device       VARCHAR(60) NOT NULL DEFAULT '' COMMENT 'browser and system, as the browser says',
  ADD COLUMN network      VARCHAR(45) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  ADD KEY by_user (practice_id, user_id);

CREATE TABLE identity_passkey (
  practice_id       BINARY(16)     NOT NULL,
  id                BINARY(16)     NOT NULL,
  user_id           BINARY(16)     NOT NULL,
  credential_id     VARBINARY(1023) NOT NULL,
  credential_hash   BINARY(32)     NOT NULL COMMENT 'SHA-256 of credential_id: what a sign-in looks up',
  algorithm         SMALLINT       NOT NULL COMMENT 'COSE: -7 ES256, -8 EdDSA, -257 RS256',
  public_key        VARBINARY(600) NOT NULL,
  sign_count        BIGINT         NOT NULL COMMENT '0 for keys that are synchronised',
  is_backed_up      BOOLEAN        NOT NULL,
  name              VARCHAR(60)    NOT NULL,
  created_at        DATETIME(6)    NOT NULL,
  used_at           DATETIME(6)    NULL,
  PRIMARY KEY (practice_id, id),
  UNIQUE KEY (credential_hash),
  FOREIGN KEY (practice_id, user_id) REFERENCES identity_user (practice_id, id)
);

CREATE TABLE identity_recovery_code (
  practice_id       BINARY(16)   NOT NULL,
  id                BINARY(16)   NOT NULL,
  user_id           BINARY(16)   NOT NULL,
  code_hash         BINARY(32)   NOT NULL,
  used_at           DATETIME(6)  NULL,
  PRIMARY KEY (practice_id, id),
  UNIQUE KEY (practice_id, user_id, code_hash),
  FOREIGN KEY (practice_id, user_id) REFERENCES identity_user (practice_id, id)
);

CREATE TABLE identity_staff_link (
  practice_id       BINARY(16)     NOT NULL,
  id                BINARY(16)     NOT NULL,
  purpose           ENUM('invitation', 'factors', 'password') NOT NULL,
  token_hash        BINARY(32)     NOT NULL,
  user_id           BINARY(16)     NULL COMMENT 'NULL: an invitation that nobody has accepted yet',
  name              VARCHAR(120)   NOT NULL,
  sealed_email      VARBINARY(600) NOT NULL,
  email_index       BINARY(16)     NOT NULL COMMENT 'HMAC under the platform key, as in identity_user',
  role              ENUM('owner', 'admin', 'practitioner', 'frontDesk', 'biller', 'supervisor') NOT NULL,
  language          CHAR(2)        CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  made_by           BINARY(16)     NULL,
  created_at        DATETIME(6)    NOT NULL,
  expires_at        DATETIME(6)    NOT NULL,
  tries             INT            NOT NULL DEFAULT 0 COMMENT 'of the factor it asks for',
  sealed_reason     VARBINARY(1300) NULL COMMENT 'why somebody reset the factors of somebody else',
  used_at           DATETIME(6)    NULL,
  revoked_at        DATETIME(6)    NULL,
  PRIMARY KEY (practice_id, id),
  UNIQUE KEY (token_hash),
  KEY (practice_id, email_index),
  KEY (practice_id, user_id, purpose, created_at),
  FOREIGN KEY (practice_id, user_id) REFERENCES identity_user (practice_id, id),
  FOREIGN KEY (practice_id, made_by) REFERENCES identity_user (practice_id, id)
);

CREATE TABLE identity_device (
  practice_id       BINARY(16)   NOT NULL,
  id                BINARY(16)   NOT NULL,
  user_id           BINARY(16)   NOT NULL,
  token_hash        BINARY(32)   NOT NULL COMMENT 'of the cookie by which a browser is known again',
  label             VARCHAR(60)  NOT NULL,
  created_at        DATETIME(6)  NOT NULL,
  seen_at           DATETIME(6)  NOT NULL,
  PRIMARY KEY (practice_id, id),
  UNIQUE KEY (practice_id, user_id, token_hash),
  FOREIGN KEY (practice_id, user_id) REFERENCES identity_user (practice_id, id)
);

-- Mails to members of staff: links, and news of their account.
ALTER TABLE messaging_notice
  ADD COLUMN link_id BINARY(16) NULL,
  ADD COLUMN user_id BINARY(16) NULL COMMENT 'whose account the news is about',
  ADD COLUMN detail  VARCHAR(60) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT ''
    COMMENT 'an id or a code that the text needs',
  ADD FOREIGN KEY (practice_id, link_id) REFERENCES identity_staff_link (practice_id, id),
  ADD FOREIGN KEY (practice_id, user_id) REFERENCES identity_user (practice_id, id);

-- Challenges that passkeys have signed: each counts once. No practice is known when they are used.
CREATE TABLE platform_used_challenge (
  challenge_hash    BINARY(32)   NOT NULL PRIMARY KEY,
  expires_at        DATETIME(6)  NOT NULL,
  KEY (expires_at)
);
