<?php
// The audit trail, as Sources/Database/Audit writes it: one event for each page, chained by its mac to the one before.

function record_reading(PDO $db, array $session, string $key, string $fields, DateTimeImmutable $now): void
{
    $practice = $session['practice'];
    $db->beginTransaction();
    [$head] = rows($db, 'SELECT seq, mac FROM audit_head WHERE practice_id = ? FOR UPDATE', [$practice]);
    $seq = $head['seq'] + 1;
    $at = (int) $now->format('U') * 1_000_000 + (int) $now->format('u');
    $request = bin2hex(random_bytes(8));
    $what = ['staff', $session['role'], $_SERVER['REMOTE_ADDR'], $request, 'schedule.read', 'scheduling_appointment', $fields];
    $parts = [
        "\x02", $practice, pack('J', $seq), $head['mac'], pack('J', $at), ...$what, $session['user_id'], '', '', 'done',
        $session['id'], '',
    ];
    $mac = hash_hmac('sha256', implode('', array_map(fn ($part) => pack('N', strlen($part)) . $part, $parts)), $key, true);
    $db->prepare(<<<'SQL'
        INSERT INTO audit_event (practice_id, seq, at, actor_kind, actor_id, role, address, request_id, action, entity,
          entity_id, patient_id, fields, mac, form, session_id, on_behalf_of, result)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        SQL)->execute([
            $practice, $seq, $now->format(FORMAT), 'staff', $session['user_id'], $session['role'], $what[2], $request, $what[4],
            $what[5], null, null, $fields, $mac, 2, $session['id'], null, 'done',
        ]);
    $db->prepare('UPDATE audit_head SET seq = ?, mac = ? WHERE practice_id = ?')->execute([$seq, $mac, $practice]);
    $db->commit();
}
