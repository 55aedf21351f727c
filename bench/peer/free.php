<?php
// Where a visit could lie, as Sources/Scheduling/Calendar/FreeTime.swift finds it. In minutes of the day, since the page
// draws none on which clocks change.

/** Free stretches of at least half an hour by practitioner. */
function free_times(
    array $rows, array $claims, array $resources, array $hours, array $exceptions, DateTimeImmutable $day, DateTimeZone $utc
): array {
    [$offers, $taken, $open] = [[], [], []];
    foreach ($rows as $row) {
        $offers[$row['id']] ??= $row + ['practitioner' => [], 'room' => [], 'device' => []];
        $offers[$row['id']][$row['kind']][] = $row['resource_id'];
    }
    foreach ($claims as $claim) {
        $taken[$claim['resource_id']][] = [minute($claim['starts_at'], $day, $utc), minute($claim['ends_at'], $day, $utc)];
    }
    foreach ($resources as $resource) {
        $id = $resource['id'];
        $isAlwaysOpen = $resource['kind'] !== 'practitioner' && !in_array($id, array_column($hours, 'resource_id'), true);
        [$open[$id]] = open_hours($id, today($hours, $day), $exceptions);
        if ($isAlwaysOpen && !$open[$id] && !$exceptions) {
            $open[$id] = [[0, 1440]];
        }
    }
    $free = [];
    foreach ($resources as $resource) {
        if ($resource['kind'] === 'practitioner' && $resource['is_active']) {
            $free[$resource['id']] = joined(array_merge(...array_map(
                fn ($offer) => visits($offer, $resource['id'], $open, $taken), array_values($offers))));
        }
    }
    return $free;
}

function minute(string $at, DateTimeImmutable $day, DateTimeZone $utc): int
{
    return intdiv((new DateTimeImmutable($at, $utc))->getTimestamp() - $day->getTimestamp(), 60);
}

function today(array $hours, DateTimeImmutable $day): array
{
    return array_filter($hours, fn ($row) => (int) $row['weekday'] === (int) $day->format('N'));
}

/** Where a visit of one service may lie, with its room and device. */
function visits(array $offer, string $practitioner, array $open, array $taken): array
{
    if (!in_array($practitioner, $offer['practitioner'], true)) {
        return [];
    }
    $spans = untaken($practitioner, $offer, $open, $taken);
    foreach ([$offer['room'], $offer['device']] as $needed) {
        if (!$needed) {
            continue;
        }
        $found = [];
        foreach ($needed as $place) {
            foreach (untaken($place, $offer, $open, $taken) as [$first, $last]) {
                foreach ($spans as [$from, $to]) {
                    if (max($from, $first) < min($to, $last)) {
                        $found[] = [max($from, $first), min($to, $last)];
                    }
                }
            }
        }
        $spans = $found;
    }
    $spans = array_map(fn ($span) => [intdiv($span[0] + 4, 5) * 5, $span[1]], $spans);
    return array_values(array_filter($spans, fn ($span) => $span[1] - $span[0] >= $offer['minutes']));
}

/** As far as one resource goes, with buffers on both sides of what is there. */
function untaken(string $resource, array $offer, array $open, array $taken): array
{
    $claims = array_map(
        fn ($claim) => [$claim[0] - $offer['buffer_after'], $claim[1] + $offer['buffer_before']], $taken[$resource] ?? []);
    sort($claims);
    $free = [];
    foreach ($open[$resource] as [$from, $closes]) {
        $opens = $from;
        foreach ($claims as [$first, $last]) {
            if ($first >= $closes || $last <= $opens) {
                continue;
            }
            if ($first > $from) {
                $free[] = [$from, $first];
            }
            $from = max($from, $last);
        }
        if ($from < $closes) {
            $free[] = [$from, $closes];
        }
    }
    return $free;
}

function joined(array $spans): array
{
    sort($spans);
    $joined = [];
    foreach ($spans as $span) {
        $last = array_key_last($joined);
        if ($last !== null && $joined[$last][1] >= $span[0]) {
            $joined[$last][1] = max($joined[$last][1], $span[1]);
        } else {
            $joined[] = $span;
        }
    }
    return array_filter($joined, fn ($span) => $span[1] - $span[0] >= 30);
}
