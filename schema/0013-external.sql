-- Calendars elsewhere whose busy times close free time here: where they are, and how the last look went.
CREATE TABLE scheduling_external (
  practice_id     BINARY(16) NOT NULL,
  id              BINARY(16) NOT NULL,
  resource_id     BINARY(16) NOT NULL COMMENT 'the practitioner whose time it closes',
  user_id         BINARY(16) NOT NULL COMMENT 'whose calendar it is',
  lane            TINYINT UNSIGNED NOT NULL COMMENT 'of its claims: from 100, out of the way of appointments',
  kind            ENUM('file', 'caldav') NOT NULL,
  sealed_name     VARBINARY(600) NOT NULL COMMENT 'for its owner alone',
  sealed_address  VARBINARY(2200) NOT NULL COMMENT 'often a key by itself',
  sealed_login    VARBINARY(700) NULL,
  sealed_password VARBINARY(400) NULL,
  sealed_etag     VARBINARY(400) NULL COMMENT 'validators of the last good copy',
  sealed_modified VARBINARY(400) NULL,
  created_at      DATETIME(6) NOT NULL,
  next_at         DATETIME(6) NOT NULL COMMENT 'when it is looked at again; while a look goes on, when that is given up',
  tried_at        DATETIME(6) NULL,
  copied_at       DATETIME(6) NULL COMMENT 'until when the copy is known to be right',
  read_at         DATETIME(6) NULL COMMENT 'when it was last read as a whole',
  failures        INT NOT NULL DEFAULT 0 COMMENT 'in a row',
  problem         VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'why the last look failed',
  unread          INT NOT NULL DEFAULT 0 COMMENT 'events that could not be read',
  is_cut          TINYINT(1) NOT NULL DEFAULT 0 COMMENT 'there was more than may be read',
  PRIMARY KEY (practice_id, id),
  UNIQUE KEY one_lane (practice_id, resource_id, lane),
  KEY of_user (practice_id, user_id),
  KEY due (practice_id, next_at),
  FOREIGN KEY (practice_id, resource_id) REFERENCES scheduling_resource (practice_id, id),
  FOREIGN KEY (practice_id, user_id) REFERENCES identity_user (practice_id, id)
);

-- Busy elsewhere is a claim as well, so whatever looks for free time sees it. It has lanes of its own: neither refuses
-- the other a place.
ALTER TABLE scheduling_claim
  DROP CONSTRAINT CONSTRAINT_1,
  ADD COLUMN external_id BINARY(16) NULL COMMENT 'busy in a calendar elsewhere; only in lanes from 100' AFTER hold_id,
  ADD KEY of_external (practice_id, external_id, starts_at),
  ADD FOREIGN KEY (practice_id, external_id) REFERENCES scheduling_external (practice_id, id),
  ADD CONSTRAINT one_owner CHECK ((appointment_id IS NOT NULL) + (hold_id IS NOT NULL) + (external_id IS NOT NULL) = 1),
  ADD CONSTRAINT lanes_of_their_own CHECK ((external_id IS NOT NULL) = (lane >= 100));
