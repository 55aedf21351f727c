<?php
// The day of the calendar, written by hand in PHP: the same statements as Praxis' page, the same fields opened, the
// same reading written down in the audit trail, the same text sent. Only what bin/bench asks for is here: a day by
// practitioner, in English, clocks of 24 hours.

require __DIR__ . '/sealed.php';
require __DIR__ . '/day.php';
require __DIR__ . '/free.php';
require __DIR__ . '/trail.php';

const FORMAT = 'Y-m-d H:i:s.u';

function h(string $text): string
{
    return htmlspecialchars($text, ENT_QUOTES | ENT_SUBSTITUTE, 'UTF-8');
}

function uuid(string $id): string
{
    return vsprintf('%s%s-%s-%s-%s-%s%s%s', str_split(bin2hex($id), 4));
}

function initials(array $words): string
{
    return implode('', array_map(fn ($word) => iconv_substr($word, 0, 1), $words));
}

function rows(PDO $db, string $sql, array $values): array
{
    $statement = $db->prepare($sql);
    $statement->execute($values);
    return $statement->fetchAll(PDO::FETCH_ASSOC);
}

$db = new PDO(
    'mysql:unix_socket=' . $_SERVER['DATABASE_SOCKET'] . ';dbname=praxis;charset=utf8mb4', 'praxis_app',
    $_SERVER['DATABASE_PASSWORD'],
    [PDO::ATTR_PERSISTENT => true, PDO::ATTR_EMULATE_PREPARES => true, PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION,
        PDO::MYSQL_ATTR_INIT_COMMAND => "SET time_zone = '+00:00', tx_isolation = 'READ-COMMITTED'"]);
$utc = new DateTimeZone('UTC');
$now = new DateTimeImmutable('now', $utc);
$token = base64_decode(strtr($_COOKIE['praxis-staff'] ?? '', '-_', '+/'));

[$session] = rows($db, <<<'SQL'
    SELECT @practice := s.practice_id AS practice, s.slug, s.practice_name, s.zone, s.practice_language, s.currency,
      s.accent, s.uses_12_hour, s.week_starts_on, s.practice_version, s.has_logo, s.email, s.phone, s.address,
      s.emergency_line, s.books_online, s.practitioners_see, s.id, s.user_id, s.patient_id, s.role, s.user_name,
      s.user_language, s.theme, s.created_at, s.seen_at, s.proofs, s.confirmed_at, s.idle_minutes, s.account_id,
      s.email_index
    FROM (SELECT 1) one
    LEFT JOIN system_session s ON s.token_hash = ? AND s.kind = ?
      AND s.expires_at > ? AND s.seen_at > ?
      AND (s.status IS NULL OR s.status = 'active')
      AND (s.account_id IS NULL OR (s.related_id IS NOT NULL AND (s.related_until IS NULL OR s.related_until > ?)))
    SQL,
    [hash('sha256', $token, true), 'staff', $now->format(FORMAT), $now->modify('-12 hours')->format(FORMAT),
        $now->format(FORMAT)]);
$practice = $session['practice'];
$quiet = $now->modify("-{$session['idle_minutes']} minutes");
if ($practice === null || new DateTimeImmutable($session['seen_at'], $utc) < $quiet) {
    header('Location: /sign-in', true, 303);
    exit;
}

$zone = new DateTimeZone($session['zone']);
$day = new DateTimeImmutable($_GET['date'] ?? 'today', $zone);
$next = $day->modify('+1 day');
$date = $day->format('Y-m-d');
$today = $now->setTimezone($zone)->format('Y-m-d');
if (count($zone->getTransitions($day->getTimestamp(), $next->getTimestamp())) > 1 || $date === $today) {
    throw new RuntimeException('this page draws no day on which clocks change, and not today');
}
[$from, $until] = [$day->setTimezone($utc)->format(FORMAT), $next->setTimezone($utc)->format(FORMAT)];

$resources = rows($db, <<<'SQL'
    SELECT r.id, r.kind, r.name, r.title, r.location_id, r.color, r.is_active, r.version
    FROM scheduling_resource r WHERE r.practice_id = ? ORDER BY r.kind, r.position, r.name
    SQL, [$practice]);
$version = sprintf('%d.%d.%d.0', count($resources), array_sum(array_column($resources, 'version')),
    array_sum(array_column($resources, 'is_active')));
$entries = rows($db, <<<'SQL'
    SELECT STRAIGHT_JOIN a.id, a.version, a.patient_id, p.sealed_name, s.name, s.mode, a.practitioner_id, a.room_id,
      a.device_id, a.status, a.payment, a.starts_at, a.ends_at, a.lane, a.late_fee_due, a.sealed_note IS NOT NULL AS has_note,
      a.service_id, a.group_id, TRUE
    FROM scheduling_appointment a
    JOIN patients_patient p ON p.practice_id = ? AND p.id = a.patient_id
    JOIN scheduling_service s ON s.practice_id = ? AND s.id = a.service_id
    WHERE a.practice_id = ? AND a.starts_at >= ? AND a.starts_at < ? AND a.ends_at > ?
    ORDER BY a.starts_at, a.id
    SQL, [$practice, $practice, $practice, $day->modify('-1 day')->setTimezone($utc)->format(FORMAT), $until, $from]);
$sessions = rows($db, <<<'SQL'
    SELECT STRAIGHT_JOIN g.id, g.version, g.sequence, g.service_id, g.practitioner_id, g.room_id, g.device_id, g.places,
      g.status, g.starts_at, g.ends_at, g.buffer_before, g.buffer_after,
      (SELECT COUNT(*) FROM scheduling_place l WHERE l.practice_id = ? AND l.group_id = g.id
        AND (l.expires_at IS NULL OR l.expires_at > ?)), s.name, s.mode
    FROM scheduling_group g
    JOIN scheduling_service s ON s.practice_id = ? AND s.id = g.service_id
    WHERE g.practice_id = ? AND g.starts_at >= ? AND g.starts_at < ? AND g.ends_at > ?
    ORDER BY g.starts_at, g.id
    SQL,
    [$practice, $now->format(FORMAT), $practice, $practice, $day->modify('-1 day')->setTimezone($utc)->format(FORMAT),
        $until, $from]);
$places = array_column(array_filter($resources, fn ($resource) => $resource['kind'] !== 'practitioner'), 'id');
$marks = implode(',', array_fill(0, count($places), '?'));
$hours = rows($db, <<<SQL
    SELECT resource_id, weekday, opens_minute, closes_minute FROM scheduling_hours
    WHERE practice_id = ? AND (weekday IN (?, ?) OR resource_id IN ($marks))
    SQL,
    [$practice, (int) $day->format('N'), (int) $next->format('N'), ...$places]);
$exceptions = rows($db, <<<'SQL'
    SELECT resource_id, first_date, last_date, opens_minute, closes_minute, reason FROM scheduling_exception
    WHERE practice_id = ? AND first_date <= ? AND last_date >= ?
    SQL, [$practice, $next->format('Y-m-d'), $date]);
$ids = array_column($resources, 'id');
$marks = implode(',', array_fill(0, count($ids), '?'));
[$before, $after] = [$day->modify('-1 day')->setTimezone($utc), $next->modify('+1 day')->setTimezone($utc)];
$claims = rows($db, <<<SQL
    SELECT c.resource_id, c.starts_at, c.ends_at, h.starts_at AS held_from, h.ends_at AS held_until, c.expires_at,
      c.lane, c.external_id
    FROM scheduling_claim c
    LEFT JOIN scheduling_hold h ON h.practice_id = ? AND h.id = c.hold_id
    WHERE c.practice_id = ? AND c.resource_id IN ($marks)
      AND c.lane IN (0, 1, 2, 3, 4, 5, 6, 7, 8, 9) AND c.starts_at < ? AND c.ends_at > ?
      AND c.ends_at < ? AND (c.expires_at IS NULL OR c.expires_at > ?)
    ORDER BY c.starts_at
    SQL,
    [$practice, $practice, ...$ids, $after->format(FORMAT), $before->format(FORMAT),
        $after->modify('+1 day')->format(FORMAT), $now->format(FORMAT)]);
$offers = rows($db, <<<'SQL'
    SELECT s.id, s.minutes, s.buffer_before, s.buffer_after, r.id AS resource_id, r.kind
    FROM scheduling_service s
    JOIN scheduling_service_resource o ON o.practice_id = ? AND o.service_id = s.id
    JOIN scheduling_resource r ON r.practice_id = ? AND r.id = o.resource_id
    WHERE s.practice_id = ? AND s.is_active AND s.places = 1 AND r.is_active
    SQL, [$practice, $practice, $practice]);
[['requests' => $requests]] = rows($db, <<<'SQL'
    SELECT COUNT(*) AS requests FROM scheduling_appointment
    WHERE practice_id = ? AND answer_by > ? AND status = 'pending'
    SQL, [$practice, $now->format(FORMAT)]);
[['failures' => $failures]] = rows($db, <<<'SQL'
    SELECT COUNT(*) AS failures FROM messaging_notice n
    LEFT JOIN scheduling_appointment a ON a.practice_id = ? AND a.id = n.appointment_id
    LEFT JOIN scheduling_offer o ON o.practice_id = ? AND o.id = n.offer_id
    LEFT JOIN scheduling_waitlist_entry e ON e.practice_id = ? AND e.id = COALESCE(o.entry_id, n.entry_id)
    JOIN patients_patient p ON p.practice_id = ? AND p.id = COALESCE(a.patient_id, e.patient_id)
    WHERE n.practice_id = ? AND n.state = 'failed' AND n.acknowledged_at IS NULL AND n.reason <> 'noServer'
      AND n.with_id IS NULL AND TRUE
    SQL, [$practice, $practice, $practice, $practice, $practice]);
if ($sessions || $requests || $failures) {
    throw new RuntimeException('this page draws no sessions, requests or failures');
}
$holds = array_values(array_filter(array_map(fn ($claim) => [
    'starts_at' => $claim['held_from'], 'ends_at' => $claim['held_until'],
] + $claim, $claims), fn ($hold) => $hold['starts_at'] !== null && $hold['starts_at'] < $until && $hold['ends_at'] > $from));

$keys = require $_SERVER['KEYS'];
$entries = array_map(fn ($entry) => drawn($entry, $day, $zone, $utc) + [
    'who' => implode(' ', explode("\x1f",
        opened_of_patient($entry['sealed_name'], $keys['patients'], $practice, $entry['patient_id'], 'patients_patient',
            'sealed_name'))),
], $entries);
$holds = array_map(fn ($hold) => drawn($hold, $day, $zone, $utc)
    + ['expires' => (new DateTimeImmutable($hold['expires_at'], $utc))->setTimezone($zone)->format('H:i')], $holds);
$free = $date > $today ? free_times($offers, $claims, $resources, $hours, $exceptions, $day, $utc) : [];
$columns = columns($resources, $entries, $holds, $hours, $exceptions, $day, $free);
$services = array_column($entries, 'name', 'service_id');
asort($services);
[$firstHour, $lastHour] = hours_drawn($columns);
$csrf = hash_hmac('sha256', "session-csrf\0" . uuid($session['id']), hex2bin($_SERVER['PLATFORM_KEY']), true);
$csrf = rtrim(strtr(base64_encode(substr($csrf, 0, 16)), '+/', '-_'), '=');
$initials = initials(array_slice(explode(' ', $session['user_name']), 0, 2));

record_reading($db, $session, $keys['audit'], "view=day,date=$date,rows=" . count($entries), $now);

foreach ([
    'Content-Type: text/html; charset=utf-8', 'Cache-Control: no-store', 'X-Content-Type-Options: nosniff',
    'Referrer-Policy: same-origin', 'X-Request-ID: ' . bin2hex(random_bytes(8)),
    "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:",
] as $line) {
    header($line);
}
require __DIR__ . '/page.php';
