-- What is taken in a stretch of time is read from this key alone, whatever the number of resources: by the key of each
-- resource a month took many ranges and a look at every row.

ALTER TABLE scheduling_claim
  ADD KEY by_time (practice_id, ends_at, starts_at, resource_id, lane, appointment_id, hold_id, group_id, external_id,
    expires_at);
