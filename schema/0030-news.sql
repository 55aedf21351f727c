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
  ADD KEY todo (practice_id, state, acknowledged_at, with_id, ended_at, reason);

ALTER TABLE scheduling_external
  ADD COLUMN failing_at DATETIME(6) NULL COMMENT 'since when it failed more often than once in a while' AFTER failures;
