<?php
// Where things stand in the columns of a day, as Sources/Scheduling/Calendar has it.

const STATUSES = [
    'proposed' => ['st-hold', 'hourglass', 'Requested'], 'pending' => ['st-hold', 'hourglass', 'Requested'],
    'booked' => ['st-booked', 'circle', 'Booked'], 'arrived' => ['st-arrived', 'door', 'Arrived'],
    'checkedIn' => ['st-session', 'play', 'In session'], 'fulfilled' => ['st-done', 'check', 'Done'],
    'cancelled' => ['st-cancelled', 'x-circle', 'Cancelled'], 'noshow' => ['st-noshow', 'user-x', 'Did not come'],
    'waitlist' => ['st-hold', 'hourglass', 'On the waiting list'], 'enteredInError' => ['st-cancelled', 'x-circle', 'Entered in error'],
];
const PAYMENTS = [
    'due' => 'payment due', 'part' => 'partly paid', 'paid' => 'paid', 'overdue' => 'payment overdue', 'covered' => 'covered',
    'refunded' => 'refunded', 'failed' => 'payment failed',
];
const LIVE = ['proposed', 'pending', 'booked', 'arrived', 'checkedIn', 'fulfilled'];

function clock(int $minutes): string
{
    return sprintf('%02d:%02d', intdiv($minutes, 60), $minutes % 60);
}

function classes(int $from, int $to): string
{
    $length = $to - $from;
    return 'h-' . intdiv($from, 60) . ($from % 60 ? ' m-' . $from % 60 : '')
        . (intdiv($length, 60) ? ' dh-' . intdiv($length, 60) : '') . ($length % 60 ? ' dm-' . $length % 60 : '');
}

/** A row with its place on the day, in minutes of the wall clock, and its times in words. */
function drawn(array $row, DateTimeImmutable $day, DateTimeZone $zone, DateTimeZone $utc): array
{
    $start = (new DateTimeImmutable($row['starts_at'], $utc))->setTimezone($zone);
    $end = (new DateTimeImmutable($row['ends_at'], $utc))->setTimezone($zone);
    $begin = max(0, intdiv($start->getTimestamp() - $day->getTimestamp(), 60));
    $length = min(1440, intdiv($end->getTimestamp() - $day->getTimestamp(), 60)) - $begin;
    return $row + [
        'from' => min(intdiv($begin, 5) * 5, 1425), 'to' => min(1440, max($begin + 15, intdiv($begin + $length + 4, 5) * 5)),
        'time' => $start->format('H:i') . '–' . $end->format('H:i'), 'iso' => $start->format('Y-m-d\TH:i'),
    ];
}

/** Places what overlaps side by side, up to six: adds the classes to each. */
function arranged(array $items): array
{
    $order = array_keys($items);
    usort($order, fn ($a, $b) => [$items[$a]['from'], $a] <=> [$items[$b]['from'], $b]);
    [$group, $ends] = [[], []];
    $close = function () use (&$items, &$group, &$ends) {
        foreach ($group as $index) {
            $items[$index]['place'] .= count($ends) > 1 ? ' of-' . min(count($ends), 6) : '';
        }
        [$group, $ends] = [[], []];
    };
    foreach ($order as $index) {
        $item = $items[$index];
        if (!array_filter($ends, fn ($end) => $end > $item['from'])) {
            $close();
        }
        $lane = 0;
        while ($lane < count($ends) && $ends[$lane] > $item['from']) {
            $lane++;
        }
        $ends[$lane] = $item['to'];
        $items[$index]['place'] = classes($item['from'], $item['to']) . ($lane > 0 ? ' lane-' . min($lane + 1, 6) : '');
        $group[] = $index;
    }
    $close();
    return $items;
}

/** Open stretches of a resource, and what the exception that decides says. */
function open_hours(string $resource, array $hours, array $exceptions): array
{
    foreach ([$resource, null] as $owner) {
        $deciding = array_filter($exceptions, fn ($exception) => $exception['resource_id'] === $owner);
        if ($deciding) {
            $hours = array_filter($deciding, fn ($exception) => $exception['opens_minute'] !== null);
            return [spans($hours), implode(', ', array_filter(array_column($deciding, 'reason')))];
        }
    }
    return [spans(array_filter($hours, fn ($row) => $row['resource_id'] === $resource)), ''];
}

function spans(array $rows): array
{
    $spans = array_map(fn ($row) => [$row['opens_minute'], $row['closes_minute']], $rows);
    sort($spans);
    return $spans;
}

function columns(
    array $resources, array $entries, array $holds, array $hours, array $exceptions, DateTimeImmutable $day, array $free
): array {
    $columns = [];
    foreach ($resources as $resource) {
        $own = array_values(array_filter($entries, fn ($entry) => $entry['practitioner_id'] === $resource['id']));
        if ($resource['kind'] !== 'practitioner' || !$resource['is_active'] && !$own) {
            continue;
        }
        $kept = array_values(array_filter($holds, fn ($hold) => $hold['resource_id'] === $resource['id']));
        [$open, $note] = open_hours($resource['id'], $hours, $exceptions);
        $live = array_values(array_filter($own, fn ($entry) => in_array($entry['status'], LIVE, true)));
        $columns[] = [
            'resource' => $resource, 'open' => $open, 'note' => $note, 'count' => count($live),
            'items' => arranged([...$own, ...$kept]),
            'gaps' => array_map(fn ($span) => ['from' => $span[0], 'to' => $span[1]], $free[$resource['id']] ?? []),
        ];
    }
    return $columns;
}

/** The first and last hour that must be seen. */
function hours_drawn(array $columns): array
{
    $starts = $ends = [];
    foreach ($columns as $column) {
        array_push($starts, ...array_column($column['open'], 0), ...array_column($column['items'], 'from'));
        array_push($ends, ...array_column($column['open'], 1), ...array_column($column['items'], 'to'));
    }
    return $starts ? [min(intdiv(min($starts), 60), 12), max(intdiv(max($ends) + 59, 60), 13)] : [8, 18];
}

/** Everything of a column in time order: appointments, holds, hours off, gaps. */
function blocks(array $column, int $first, int $last): array
{
    $blocks = $column['items'];
    foreach (off_hours($column['open'], $first * 60, $last * 60) as [$from, $to, $words]) {
        $note = $column['note'];
        $blocks[] = ['from' => $from, 'place' => classes($from, $to),
            'off' => $note === '' ? $words : ($words === 'Not at work' ? $note : "$words, $note")];
    }
    foreach ($column['gaps'] as $gap) {
        $blocks[] = $gap + ['place' => classes($gap['from'], $gap['to']), 'gap' => clock($gap['from']) . '–' . clock($gap['to'])];
    }
    usort($blocks, fn ($a, $b) => $a['from'] <=> $b['from']);
    return $blocks;
}

function off_hours(array $open, int $first, int $last): array
{
    if (!$open) {
        return [[$first, $last, 'Not at work']];
    }
    $off = [[0, $open[0][0], 'Starts at ' . clock($open[0][0])]];
    for ($index = 1; $index < count($open); $index++) {
        $off[] = [$open[$index - 1][1], $open[$index][0], 'Break'];
    }
    $end = end($open)[1];
    $off[] = [$end, 1440, 'Ends at ' . clock($end)];
    $clipped = array_map(fn ($span) => [max($span[0], $first), min($span[1], $last), $span[2]], $off);
    return array_filter($clipped, fn ($span) => $span[0] < $span[1]);
}
