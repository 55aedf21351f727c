-- The only unscoped doors in schema praxis, each for one named purpose and with the columns it needs.
-- A SystemConnection may use them; a tenant statement cannot, because it binds a scope that they do not have.

-- Finding the session behind a cookie.
CREATE OR REPLACE SQL SECURITY DEFINER VIEW praxis.system_session AS
SELECT s.token_hash, s.practice_id, s.id, s.kind, s.user_id, s.patient_id, s.created_at, s.seen_at, s.expires_at,
       s.proofs, s.confirmed_at, p.idle_minutes, u.role, u.status, u.name AS user_name, u.language AS user_language, u.theme,
       p.slug, p.name AS practice_name, p.zone, p.language AS practice_language, p.currency, p.accent,
       p.uses_12_hour, p.week_starts_on, p.version AS practice_version, p.logo IS NOT NULL AS has_logo,
       p.email, p.phone, p.address, p.emergency_line, p.books_online, p.practitioners_see,
       s.account_id, s.email_index, r.id AS related_id, r.valid_until AS related_until
FROM praxis_store.identity_session s
JOIN praxis_store.practices_practice p ON p.practice_id = s.practice_id
LEFT JOIN praxis_store.identity_user u ON u.practice_id = s.practice_id AND u.id = s.user_id
LEFT JOIN praxis_store.identity_related_person r ON r.practice_id = s.practice_id AND r.account_id = s.account_id
  AND r.patient_id = s.patient_id AND r.ended_at IS NULL;

-- Finding the practice behind a public address, and listing practices for the operator.
CREATE OR REPLACE SQL SECURITY DEFINER VIEW praxis.system_practice AS
SELECT practice_id, slug, name, zone, language, currency, accent, uses_12_hour, week_starts_on,
       version, logo IS NOT NULL AS has_logo, email, phone, address, emergency_line, books_online,
       practitioners_see
FROM praxis_store.practices_practice;

-- Finding who signs in.
CREATE OR REPLACE SQL SECURITY DEFINER VIEW praxis.system_sign_in AS
SELECT u.email_index, u.practice_id, u.id, u.role, u.status, u.password_hash, u.wrong_passwords, u.name, u.person_id, p.slug
FROM praxis_store.identity_user u
JOIN praxis_store.practices_practice p ON p.practice_id = u.practice_id;

-- Claiming jobs of all practices. Payloads hold ids only.
CREATE OR REPLACE SQL SECURITY DEFINER VIEW praxis.system_job AS
SELECT practice_id, id, kind, payload, state, run_at, lease_until, attempts, last_error, created_at, asked_by
FROM praxis_store.jobs_job;

-- Telling browsers that have signed in to an account from strangers, before anybody is in.
CREATE OR REPLACE SQL SECURITY DEFINER VIEW praxis.system_device AS
SELECT u.email_index, d.token_hash
FROM praxis_store.identity_user u
JOIN praxis_store.identity_device d ON d.practice_id = u.practice_id AND d.user_id = u.id;

-- Counting failed sign-ins.
CREATE OR REPLACE SQL SECURITY DEFINER VIEW praxis.system_throttle AS
SELECT key_hash, failures, window_ends_at FROM praxis_store.platform_throttle;

-- Finding whose passkey signs in.
CREATE OR REPLACE SQL SECURITY DEFINER VIEW praxis.system_passkey AS
SELECT k.credential_hash, k.practice_id, k.id, k.user_id, k.algorithm, k.public_key, u.role, u.status, p.slug
FROM praxis_store.identity_passkey k
JOIN praxis_store.identity_user u ON u.practice_id = k.practice_id AND u.id = k.user_id
JOIN praxis_store.practices_practice p ON p.practice_id = k.practice_id;

-- Remembering which challenges passkeys have answered.
CREATE OR REPLACE SQL SECURITY DEFINER VIEW praxis.system_used_challenge AS
SELECT challenge_hash, expires_at FROM praxis_store.platform_used_challenge;

-- Which schema this database has.
CREATE OR REPLACE SQL SECURITY DEFINER VIEW praxis.system_migration AS
SELECT number, name, checksum, applied_at FROM praxis_store.platform_migration;

-- Checkpoints of the audit trail: where each chain ends, and how many events there are. No contents.
CREATE OR REPLACE SQL SECURITY DEFINER VIEW praxis.system_audit_head AS
SELECT practice_id, seq, mac FROM praxis_store.audit_head;
CREATE OR REPLACE SQL SECURITY DEFINER VIEW praxis.system_audit_event AS
SELECT practice_id, seq FROM praxis_store.audit_event;
