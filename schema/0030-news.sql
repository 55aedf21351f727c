-- What is new for staff is read from the newest end of one range of each of these keys.

ALTER TABLE scheduling_offer
  ADD KEY answered (practice_id, state, ended_at);

ALTER TABLE scheduling_waitlist_entry
  ADD KEY sent (practice_id, source, created_at);

-- Nobody of the practice wrote what has no user.
ALTER TABLE messaging_message
  ADD KEY written (practice_id, user_id, written_at);

ALTER TABLE messaging_notice
  DROP KEY todo,
  ADD KEY todo (practice_id, state, acknowledged_at, with_id, ended_at);

-- Where there is no mail server nothing is sent, which every page for staff says: it is nobody's task.
UPDATE messaging_notice SET acknowledged_at = COALESCE(ended_at, send_at)
WHERE state = 'failed' AND reason = 'noServer' AND acknowledged_at IS NULL AND rule <> 'words';

-- Requests that nobody answered.
ALTER TABLE scheduling_appointment
  ADD KEY ended_by (practice_id, cancelled_by, cancelled_at);

-- What is written down late carries the time at which its request began.
ALTER TABLE messaging_seen
  ADD COLUMN also_seen VARCHAR(900) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT ''
    COMMENT 'what came after seen_at and was seen: microseconds since 1970, with commas between';

ALTER TABLE scheduling_external
  ADD COLUMN failing_at DATETIME(6) NULL COMMENT 'since when it failed more often than once in a while' AFTER failures;
