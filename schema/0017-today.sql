-- What patients booked by themselves lately, without reading all that is still to come.
ALTER TABLE scheduling_appointment ADD KEY booked (practice_id, source, created_at);
