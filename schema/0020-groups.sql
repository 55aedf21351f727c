-- Group appointments: a session takes its practitioner, room and device once, and has numbered places. Each participant
-- has an appointment of their own, which takes one place and claims nothing else.

ALTER TABLE scheduling_service
  ADD COLUMN places TINYINT UNSIGNED NOT NULL DEFAULT 1 COMMENT 'above 1: only sessions that staff planned are offered'
    CHECK (places BETWEEN 1 AND 60);

CREATE TABLE scheduling_group (
  practice_id     BINARY(16)       NOT NULL,
  id              BINARY(16)       NOT NULL,
  version         BIGINT           NOT NULL DEFAULT 1,
  sequence        INT              NOT NULL DEFAULT 0 COMMENT 'RFC 5545 SEQUENCE: rises when a calendar must update',
  service_id      BINARY(16)       NOT NULL,
  practitioner_id BINARY(16)       NOT NULL,
  room_id         BINARY(16)       NULL,
  device_id       BINARY(16)       NULL,
  places          TINYINT UNSIGNED NOT NULL CHECK (places BETWEEN 2 AND 60),
  status          ENUM('planned', 'cancelled') NOT NULL DEFAULT 'planned',
  starts_at       DATETIME(6)      NOT NULL,
  ends_at         DATETIME(6)      NOT NULL,
  buffer_before   SMALLINT         NOT NULL,
  buffer_after    SMALLINT         NOT NULL,
  form_key        BINARY(16)       NULL COMMENT 'idempotency key of the form that made it; of a series the first has it',
  created_at      DATETIME(6)      NOT NULL,
  changed_at      DATETIME(6)      NULL COMMENT 'when its sequence last rose; NULL: never since it was made',
  PRIMARY KEY (practice_id, id),
  UNIQUE KEY form (practice_id, form_key),
  KEY calendar (practice_id, starts_at),
  KEY offered (practice_id, service_id, status, starts_at),
  FOREIGN KEY (practice_id, service_id) REFERENCES scheduling_service (practice_id, id),
  FOREIGN KEY (practice_id, practitioner_id) REFERENCES scheduling_resource (practice_id, id),
  FOREIGN KEY (practice_id, room_id) REFERENCES scheduling_resource (practice_id, id),
  FOREIGN KEY (practice_id, device_id) REFERENCES scheduling_resource (practice_id, id),
  CHECK (starts_at < ends_at)
);

ALTER TABLE scheduling_claim
  ADD COLUMN group_id BINARY(16) NULL COMMENT 'a session; its participants claim nothing themselves',
  DROP CONSTRAINT one_owner,
  ADD CONSTRAINT one_owner CHECK ((appointment_id IS NOT NULL) + (hold_id IS NOT NULL) + (external_id IS NOT NULL)
    + (group_id IS NOT NULL) = 1),
  ADD KEY of_group (practice_id, group_id),
  ADD FOREIGN KEY (practice_id, group_id) REFERENCES scheduling_group (practice_id, id);

ALTER TABLE scheduling_appointment
  ADD COLUMN group_id BINARY(16) NULL COMMENT 'the session it is a place in; it claims no resource itself',
  ADD KEY participants (practice_id, group_id),
  ADD FOREIGN KEY (practice_id, group_id) REFERENCES scheduling_group (practice_id, id);

ALTER TABLE scheduling_hold
  ADD COLUMN group_id BINARY(16) NULL COMMENT 'keeps a place of this session, and no resource',
  ADD FOREIGN KEY (practice_id, group_id) REFERENCES scheduling_group (practice_id, id);

-- The primary key is what lets no more in than there are places: each number is taken once.
CREATE TABLE scheduling_place (
  practice_id    BINARY(16)       NOT NULL,
  group_id       BINARY(16)       NOT NULL,
  number         TINYINT UNSIGNED NOT NULL CHECK (number BETWEEN 1 AND 60),
  appointment_id BINARY(16)       NULL,
  hold_id        BINARY(16)       NULL,
  expires_at     DATETIME(6)      NULL COMMENT 'of a hold or request; an expired place no longer counts',
  PRIMARY KEY (practice_id, group_id, number),
  UNIQUE KEY of_appointment (practice_id, appointment_id),
  UNIQUE KEY of_hold (practice_id, hold_id),
  KEY expiring (practice_id, expires_at),
  FOREIGN KEY (practice_id, group_id) REFERENCES scheduling_group (practice_id, id),
  FOREIGN KEY (practice_id, appointment_id) REFERENCES scheduling_appointment (practice_id, id),
  FOREIGN KEY (practice_id, hold_id) REFERENCES scheduling_hold (practice_id, id),
  CONSTRAINT one_holder CHECK ((appointment_id IS NOT NULL) + (hold_id IS NOT NULL) = 1),
  CONSTRAINT kept_places_expire CHECK (hold_id IS NULL OR expires_at IS NOT NULL)
);
