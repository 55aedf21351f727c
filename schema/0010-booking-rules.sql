-- Rules of booking a service, and requests: bookings that staff answer before they are firm.

ALTER TABLE scheduling_service
  ADD COLUMN clusters       BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'starts next to other visits are offered first',
  ADD COLUMN open_limit     SMALLINT NULL COMMENT 'visits ahead that one patient may have booked online'
    CHECK (open_limit BETWEEN 1 AND 50),
  ADD COLUMN approval_hours SMALLINT NULL COMMENT 'that staff have to answer a request; NULL: bookings are firm at once'
    CHECK (approval_hours BETWEEN 1 AND 336),
  ADD COLUMN audience       ENUM('everybody', 'known', 'new') NOT NULL DEFAULT 'everybody'
    COMMENT 'who may book online, by their own word',
  ADD COLUMN screening      VARCHAR(1200) NOT NULL DEFAULT ''
    COMMENT 'questions, one a line; who says yes to one is asked to call',
  ADD COLUMN deposit_minor  BIGINT NOT NULL DEFAULT 0 COMMENT 'kept until payments are there; holds nobody up'
    CHECK (deposit_minor BETWEEN 0 AND 10000000000);

ALTER TABLE scheduling_appointment
  ADD COLUMN answer_by       DATETIME(6) NULL COMMENT 'of a request that waits: from then on it no longer counts',
  ADD COLUMN address_hash    BINARY(16)  NULL COMMENT 'who sent a request, for the limit on open ones',
  ADD COLUMN late_fee_waived BOOLEAN     NOT NULL DEFAULT FALSE COMMENT 'why stands with the cancellation',
  MODIFY COLUMN cancelled_by ENUM('patient', 'practice', 'time') NULL COMMENT 'time: a request nobody answered',
  ADD KEY requests (practice_id, answer_by),
  ADD KEY requests_from (practice_id, address_hash, created_at);

-- A request takes its place as a hold does: until its time is over.
ALTER TABLE scheduling_claim
  DROP CONSTRAINT CONSTRAINT_2,
  MODIFY COLUMN expires_at DATETIME(6) NULL COMMENT 'of a hold or request; an expired claim no longer counts',
  ADD CONSTRAINT holds_expire CHECK (hold_id IS NULL OR expires_at IS NOT NULL),
  ADD KEY expiring (practice_id, expires_at);

-- A room or device for several at once: as many claims may meet, each in a numbered unit (its lane).
ALTER TABLE scheduling_resource
  ADD COLUMN capacity TINYINT UNSIGNED NOT NULL DEFAULT 1 COMMENT 'of a room or device: how many at once'
    CHECK (capacity BETWEEN 1 AND 20);
