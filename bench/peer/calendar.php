<?php
// The day of the calendar, written by hand in PHP: the same statements as Praxis' page, the same fields opened, the
// same text sent. Only what bin/bench asks for is here: a day by practitioner, in English, clocks of 24 hours.

require __DIR__ . '/sealed.php';
require __DIR__ . '/day.php';

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
      s.emergency_line, s.books_online, s.id, s.user_id, s.patient_id, s.role, s.user_name, s.user_language, s.theme,
      s.created_at, s.seen_at, s.proofs, s.confirmed_at, s.idle_minutes
    FROM (SELECT 1) one
    LEFT JOIN system_session s ON s.token_hash = ? AND s.kind = ?
      AND s.expires_at > ? AND s.seen_at > ?
      AND (s.status IS NULL OR s.status = 'active')
    SQL, [hash('sha256', $token, true), 'staff', $now->format(FORMAT), $now->modify('-12 hours')->format(FORMAT)]);
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
      a.device_id, a.status, a.payment, a.starts_at, a.ends_at, a.lane, a.late_fee_due, a.sealed_note IS NOT NULL AS has_note
    FROM scheduling_appointment a
    JOIN patients_patient p ON p.practice_id = ? AND p.id = a.patient_id
    JOIN scheduling_service s ON s.practice_id = ? AND s.id = a.service_id
    WHERE a.practice_id = ? AND a.starts_at >= ? AND a.starts_at < ? AND a.ends_at > ?
    ORDER BY a.starts_at, a.id
    SQL, [$practice, $practice, $practice, $day->modify('-1 day')->setTimezone($utc)->format(FORMAT), $until, $from]);
$places = array_column(array_filter($resources, fn ($resource) => $resource['kind'] !== 'practitioner'), 'id');
$marks = implode(',', array_fill(0, count($places), '?'));
$hours = rows($db, <<<SQL
    SELECT resource_id, weekday, opens_minute, closes_minute FROM scheduling_hours
    WHERE practice_id = ? AND (weekday IN (?) OR resource_id IN ($marks))
    SQL,
    [$practice, (int) $day->format('N'), ...$places]);
$exceptions = rows($db, <<<'SQL'
    SELECT resource_id, first_date, last_date, opens_minute, closes_minute, reason FROM scheduling_exception
    WHERE practice_id = ? AND first_date <= ? AND last_date >= ?
    SQL, [$practice, $date, $date]);
$holds = rows($db, <<<'SQL'
    SELECT STRAIGHT_JOIN c.resource_id, h.starts_at, h.ends_at, h.expires_at
    FROM scheduling_hold h
    JOIN scheduling_claim c ON c.practice_id = ? AND c.hold_id = h.id
    WHERE h.practice_id = ? AND h.starts_at < ? AND h.ends_at > ? AND h.expires_at > ?
    ORDER BY h.starts_at
    SQL, [$practice, $practice, $until, $from, $now->format(FORMAT)]);

$key = hex2bin($_SERVER['SEAL_KEY']);
$entries = array_map(fn ($entry) => drawn($entry, $day, $zone, $utc) + [
    'who' => implode(' ', explode("\x1f",
        opened($entry['sealed_name'], $key, $practice, $entry['patient_id'], 'patients_patient', 'sealed_name'))),
], $entries);
$holds = array_map(fn ($hold) => drawn($hold, $day, $zone, $utc)
    + ['expires' => (new DateTimeImmutable($hold['expires_at'], $utc))->setTimezone($zone)->format('H:i')], $holds);
$columns = columns($resources, $entries, $holds, $hours, $exceptions, $day, $date > $today);
[$firstHour, $lastHour] = hours_drawn($columns);
$csrf = hash_hmac('sha256', "session-csrf\0" . uuid($session['id']), hex2bin($_SERVER['PLATFORM_KEY']), true);
$csrf = rtrim(strtr(base64_encode(substr($csrf, 0, 16)), '+/', '-_'), '=');
$initials = initials(array_slice(explode(' ', $session['user_name']), 0, 2));

foreach ([
    'Content-Type: text/html; charset=utf-8', 'Cache-Control: no-store', 'X-Content-Type-Options: nosniff',
    'Referrer-Policy: same-origin', 'X-Request-ID: ' . bin2hex(random_bytes(8)),
    "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:",
] as $line) {
    header($line);
}
require __DIR__ . '/page.php';
