-- Single sign-on: the identity provider that a practice has chosen, and which of its people are whom there. Recovery
-- codes of the portal.

CREATE TABLE identity_provider (
  practice_id             BINARY(16)     NOT NULL,
  id                      BINARY(16)     NOT NULL,
  is_on                   BOOLEAN        NOT NULL DEFAULT FALSE,
  issuer                  VARCHAR(300)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  client_id               VARCHAR(200)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  sealed_secret           VARBINARY(800) NULL COMMENT 'NULL: the provider has given none',
  email_domain            VARCHAR(253)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT ''
    COMMENT 'empty: of any address',
  version                 BIGINT         NOT NULL DEFAULT 1,
  -- What the provider says of itself (OpenID Connect Discovery 1.0), as of described_at.
  authorization_endpoint  VARCHAR(600)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  token_endpoint          VARCHAR(600)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  keys_endpoint           VARCHAR(600)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  posts_secret            BOOLEAN        NOT NULL DEFAULT FALSE COMMENT 'takes the secret in the form alone',
  names_itself            BOOLEAN        NOT NULL DEFAULT FALSE COMMENT 'answers carry iss (RFC 9207)',
  described_at            DATETIME(6)    NULL,
  key_set                 MEDIUMBLOB     NULL COMMENT 'its public keys, as it wrote them (RFC 7517)',
  keys_at                 DATETIME(6)    NULL,
  failed_at               DATETIME(6)    NULL COMMENT 'when it last did not answer',
  PRIMARY KEY (practice_id, id),
  UNIQUE KEY one_a_practice (practice_id)
);

CREATE TABLE identity_provider_link (
  practice_id       BINARY(16)   NOT NULL,
  id                BINARY(16)   NOT NULL,
  user_id           BINARY(16)   NOT NULL,
  subject_index     BINARY(32)   NOT NULL COMMENT 'keyed hash of issuer and subject',
  created_at        DATETIME(6)  NOT NULL,
  used_at           DATETIME(6)  NULL,
  PRIMARY KEY (practice_id, id),
  UNIQUE KEY (practice_id, subject_index),
  UNIQUE KEY (practice_id, user_id),
  FOREIGN KEY (practice_id, user_id) REFERENCES identity_user (practice_id, id)
);

-- Recovery codes of the portal, as staff have them.
ALTER TABLE identity_recovery_code
  MODIFY user_id BINARY(16) NULL,
  ADD COLUMN account_id BINARY(16) NULL COMMENT 'of the portal',
  ADD UNIQUE KEY (practice_id, account_id, code_hash),
  ADD FOREIGN KEY (practice_id, account_id) REFERENCES identity_portal_account (practice_id, id),
  ADD CHECK ((user_id IS NULL) = (account_id IS NOT NULL));
