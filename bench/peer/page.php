<?php
$icon = fn (string $name, string $class = 'icon') => "<svg class=\"$class\" aria-hidden=\"true\"><use href=\"/static/icons.svg#i-$name\"/></svg>";
$assets = h($_SERVER['ASSETS']);
$title = $day->format('l j F Y');
$href = fn (string $view, string $date) => "/calendar?view=$view&amp;date=$date";
$offset = $day->modify('noon')->getOffset() / 3600;
$navigation = [
    ['/today', 'home', 'Today'], ['/calendar', 'calendar', 'Calendar'], ['/patients', 'users', 'Patients'],
    ['/messages/failed', 'mail', 'Messages'], ['/team', 'user', 'Team'],
    ['/settings', 'settings', 'Settings'], ['/audit', 'shield', 'Audit trail'],
];
$canMove = ['proposed', 'pending', 'booked', 'arrived'];
?>
<!doctype html>
<html lang="en" dir="ltr" data-theme="<?= $session['theme'] === 'system' ? '' : h($session['theme']) ?>">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="/static/favicon.svg?v=<?= $assets ?>">
<?php foreach (['tokens', 'core', 'forms', 'parts', 'public'] as $sheet): ?>
<link rel="stylesheet" href="/static/css/<?= $sheet ?>.css?v=<?= $assets ?>">
<?php endforeach ?>
<title><?= h($title) ?>, <?= h($session['practice_name']) ?></title>
<link rel="stylesheet" href="/static/css/staff.css?v=<?= $assets ?>">
<link rel="stylesheet" href="/static/css/calendar.css?v=<?= $assets ?>">
<link rel="stylesheet" href="/static/css/paper.css?v=<?= $assets ?>">
<link rel="stylesheet" href="/<?= h($session['slug']) ?>/brand.css?v=<?= $session['practice_version'] ?>">
<script type="module" src="/static/js/praxis.js?v=<?= $assets ?>"></script>
</head>
<body class="staff">
<a class="skip" href="#main">Skip to content</a>
<div class="app">
  <div class="side">
    <nav class="stack" aria-label="Main">
      <a class="side-practice" href="/today"><span class="brand-mark" aria-hidden="true"><?= h(iconv_substr($session['practice_name'], 0, 1)) ?></span> <span class="side-text"><?= h($session['practice_name']) ?></span></a>
      <ul>
<?php foreach ($navigation as [$address, $mark, $label]): ?>
        <li><a href="<?= $address ?>"<?= $address === '/calendar' ? ' aria-current="page"' : '' ?>><?= $icon($mark) ?> <span class="side-text"><?= $label ?></span></a></li>
<?php endforeach ?>
      </ul>
    </nav>
  </div>
  <div class="app-main">
    <header class="top">
      <form class="top-search" role="search" method="post" action="/patients/search">
        <input type="hidden" name="csrf" value="<?= $csrf ?>">
        <?= $icon('search') ?>

        <input type="search" name="q" aria-label="Search patients" placeholder="Search patients" autocomplete="off" data-key="/">
        <kbd class="hide-s" aria-hidden="true">/</kbd>
      </form>
      <div class="row push"><a class="btn btn-primary" href="/appointments/new?start=<?= $date ?>" data-key="n"><?= $icon('plus') ?> <span class="hide-xs">New appointment</span></a></div>
      <button class="btn btn-quiet btn-icon" type="button" popovertarget="account" aria-label="<?= h($session['user_name']) ?>: account"><span class="avatar avatar-s av-2" aria-hidden="true"><?= h($initials) ?></span></button>
      <div class="menu" id="account" popover>
        <p class="menu-head"><strong><bdi><?= h($session['user_name']) ?></bdi></strong><br><span class="muted tiny"><?= h(ucfirst($session['role'])) ?></span></p>
        <hr>
        <a href="<?= $href('day', $date) ?>&amp;lang=en" lang="en" hreflang="en" aria-current="true">English</a>
        <a href="<?= $href('day', $date) ?>&amp;lang=de" lang="de" hreflang="de">Deutsch</a>
        <a href="<?= $href('day', $date) ?>&amp;lang=he" lang="he" hreflang="he">עברית</a>
        <hr>
        <a href="/account">My account</a>
        <a href="/account/security">Sign-in and security</a>
        <a href="/account/practices">Your practices</a>
        <form method="post" action="/sign-out">
          <input type="hidden" name="csrf" value="<?= $csrf ?>">
          <button><?= $icon('sign-out', 'icon icon-dir') ?> Sign out</button>
        </form>
      </div>
    </header>
    <main class="page" id="main" tabindex="-1">
    <div class="page-head">
      <div class="btn-group">
        <a class="btn btn-icon" href="<?= $href('day', $day->modify('-1 day')->format('Y-m-d')) ?>" aria-label="<?= $day->modify('-1 day')->format('l j F Y') ?>" data-key="ArrowLeft"><?= $icon('left', 'icon icon-dir') ?></a>
        <a class="btn" href="<?= $href('day', $today) ?>" data-key="t">Today</a>
        <a class="btn btn-icon" href="<?= $href('day', $next->format('Y-m-d')) ?>" aria-label="<?= $next->format('l j F Y') ?>" data-key="ArrowRight"><?= $icon('right', 'icon icon-dir') ?></a>
      </div>
      <h1><?= h($title) ?></h1>
      <span class="sub small"><?= h(basename($session['zone'])) ?> time (GMT<?= $offset < 0 ? '-' : '+' ?><?= abs($offset) ?>)</span>
      <div class="actions">
        <div class="btn-group" role="group" aria-label="View">
          <a class="btn" href="<?= $href('day', $date) ?>" data-key="d" aria-current="page">Day</a>
          <a class="btn" href="<?= $href('week', $date) ?>" data-key="w">Week</a>
          <a class="btn" href="<?= $href('agenda', $date) ?>" data-key="a">List</a>
        </div>
        <a class="btn" href="<?= $href('day', $date) ?>&amp;cancelled=0">Hide cancelled</a>
        <a class="btn" href="/calendar/waitlist"><?= $icon('hourglass') ?> Waitlist</a>
        
        <a class="btn" href="/calendar/sheet?view=day&amp;date=<?= $date ?>"><?= $icon('print') ?> Day sheet</a>
        <a class="btn" href="/calendar/why?start=<?= $date ?>">Why not free?</a>
        <a class="btn btn-icon" href="#keys" data-dialog="keys" data-key="?" aria-label="Keyboard shortcuts"><?= $icon('info') ?></a>
      </div>
    </div>
    <p class="print-only"><?= h($session['practice_name']) ?>, day sheet: <?= h($title) ?>. Confidential.</p>
    <form class="row no-print" action="/calendar">
      <input type="hidden" name="view" value="day">
      <div class="row row-nowrap">
        <label for="date">Date</label>
        <input class="input input-m" id="date" name="date" type="date" value="<?= $date ?>">
      </div>
      <div class="row row-nowrap">
        <label for="who">Person or room</label>
        <select class="input input-m" id="who" name="who">
          <option value="" selected>Everyone</option>
<?php foreach ($resources as $resource): if ($resource['is_active']): ?>
          <option value="<?= uuid($resource['id']) ?>"><?= h($resource['name']) ?></option>
<?php endif; endforeach ?>
        </select>
      </div>
      <div class="row row-nowrap">
        <label for="by">Columns</label>
        <select class="input input-m" id="by" name="by">
          <option value="practitioner" selected>Practitioners</option>
          <option value="room">Rooms and devices</option>
        </select>
      </div>
      <div class="row row-nowrap">
        <label for="what">Service</label>
        <select class="input input-m" id="what" name="what">
          <option value="" selected>All services</option>
<?php foreach ($services as $service => $name): ?>
          <option value="<?= uuid($service) ?>"><?= h($name) ?></option>
<?php endforeach ?>
        </select>
      </div>
      <div class="row row-nowrap">
        <label for="stage">Status</label>
        <select class="input input-m" id="stage" name="stage">
          <option value="" selected>Any status</option>
<?php foreach (['pending', 'booked', 'arrived', 'checkedIn', 'fulfilled', 'noshow', 'cancelled'] as $stage): ?>
          <option value="<?= $stage ?>"><?= STATUSES[$stage][2] ?></option>
<?php endforeach ?>
        </select>
      </div>
      <button class="btn">Show</button>
    </form>
    <div id="calendar" class="" data-poll="/calendar/version?view=day&amp;date=<?= $date ?>" data-poll-target="calendar" data-version="<?= $version ?>">
      <div class="stack stack-s">
        <div class="cal from-<?= $firstHour ?> to-<?= $lastHour ?>">
          <ol class="cal-times" aria-hidden="true">
<?php for ($hour = $firstHour; $hour < $lastHour; $hour++): ?>
            <li><span><?= clock($hour * 60) ?></span></li>
<?php endfor ?>
          </ol>
          <div class="cal-scroll" role="region" aria-label="Appointments by column" tabindex="0">
            <div class="cal-cols">
<?php foreach ($columns as $column): $resource = $column['resource']; $id = uuid($resource['id']); $name = h($resource['name']) ?>
              <section class="cal-col" aria-labelledby="c-<?= $id ?>">
                <div class="cal-head">
                  <span class="avatar avatar-s av-<?= $resource['color'] ?>" aria-hidden="true"><?= h(strtoupper(initials(array_slice(explode(' ', $resource['name']), -2)))) ?></span>
                  <div><h2 id="c-<?= $id ?>" class="clip"><bdi><?= $name ?></bdi></h2><p class="muted clip"><?= $resource['title'] === '' ? '' : h($resource['title']) . ', ' ?><?= $resource['is_active'] ? '' : 'no longer active, ' ?><?= $column['count'] ?> appointment<?= $column['count'] === 1 ? '' : 's' ?></p></div>
<?php if ($resource['is_active']): ?>
                  <a class="btn btn-quiet btn-icon no-print" href="/appointments/new?start=<?= $date ?>&amp;with=<?= $id ?>" aria-label="New appointment: <?= $name ?>"><?= $icon('plus') ?></a>
<?php endif ?>
                </div>
                <ol class="cal-body">
<?php foreach (blocks($column, $firstHour, $lastHour) as $block): ?>
<?php if (isset($block['who'])):
    [$style, $mark, $word] = $block['status'] === 'cancelled' && $block['late_fee_due'] ? ['st-late', 'clock-x', 'Cancelled late'] : STATUSES[$block['status']];
    $payment = $block['payment'] === 'none' ? null : $block['payment'];
    $isVideo = $block['mode'] === 'video';
    $sentence = array_filter([
        $word, $payment === null ? '' : PAYMENTS[$payment], $isVideo ? 'by video' : '', $block['lane'] > 0 ? 'booked on top on purpose' : '',
        $block['has_note'] ? 'has a note' : '',
    ]);
    $key = uuid($block['id']);
    $who = h($block['who']);
?>
                  <li class="cal-item <?= $block['place'] ?>"><a class="appt<?= $block['to'] - $block['from'] < 35 ? ' is-short' : '' ?> <?= $style ?>" href="<?= $href('day', $date) ?>&amp;a=<?= $key ?>#pan">
  <span class="appt-who"><?= $icon($mark) ?> <b><bdi><?= $who ?></bdi></b> <span class="appt-marks"><?= $block['lane'] > 0 ? $icon('alert') : '' ?><?= $isVideo ? $icon('video') : '' ?><?= $block['has_note'] ? $icon('message') : '' ?><?php if ($payment !== null): ?><span class="mark pay-<?= $payment ?>"><?= $icon("pay-$payment") ?></span><?php endif ?></span></span>
  <span class="appt-what"><time datetime="<?= $block['iso'] ?>"><?= $block['time'] ?></time> <?= h($block['name']) ?></span>
  <span class="vh"><?= implode(', ', $sentence) ?></span>
</a><?php if (in_array($block['status'], $canMove, true)): ?><a class="vh" href="/appointments/<?= $key ?>/move" tabindex="-1" data-item-key="m">Move <?= $who ?></a>
<?php endif ?>
</li>
<?php elseif (isset($block['expires'])): ?>
                  <li class="cal-item <?= $block['place'] ?>"><div class="appt st-hold">
  <span class="appt-who"><?= $icon('hourglass') ?> <b>Being booked online</b></span>
  <span class="appt-what"><?= $block['time'] ?> held until <?= $block['expires'] ?></span>
</div>
</li>
<?php elseif (isset($block['off'])): ?>
                  <li class="cal-item cal-off <?= $block['place'] ?>"><span><?= h($block['off']) ?></span></li>
<?php else: ?>
                  <li class="cal-item no-print <?= $block['place'] ?>"><a class="gap" href="/appointments/new?start=<?= $date ?>T<?= rawurlencode(clock($block['from'])) ?>&amp;with=<?= $id ?>"><?= $icon('plus') ?> <span><?= $block['gap'] ?> free</span></a></li>
<?php endif; endforeach ?>
                </ol>
              </section>
<?php endforeach ?>
            </div>
          </div>
        </div>
      </div>
    </div>
    <p class="drag-note no-print" id="drag" role="status" data-help="Arrow keys move it, Enter puts it down, Escape puts it back." data-free="free"></p>
    <p class="keys no-print"><span><kbd>T</kbd> today</span> <span><kbd>←</kbd> <kbd>→</kbd> earlier, later</span> <span><kbd>J</kbd> <kbd>K</kbd> next and previous appointment</span> <span><kbd>?</kbd> all keys</span></p>
    <dialog class="dialog" id="keys" aria-labelledby="keys-h">
      <div class="dialog-head"><h2 id="keys-h">Keyboard shortcuts</h2></div>
      <div class="dialog-body">
        <dl class="facts">
          <dt><kbd>T</kbd></dt><dd>today</dd>
          <dt><kbd>←</kbd> <kbd>→</kbd></dt><dd>earlier, later</dd>
          <dt><kbd>J</kbd> <kbd>K</kbd></dt><dd>next and previous appointment</dd>
          <dt><kbd>D</kbd> <kbd>W</kbd> <kbd>A</kbd></dt><dd>day, week, list</dd>
          <dt><kbd>N</kbd></dt><dd>new appointment</dd>
          <dt><kbd>M</kbd></dt><dd>move the chosen appointment</dd>
          <dt><kbd>Z</kbd></dt><dd>undo</dd>
          <dt><kbd>/</kbd></dt><dd>search patients</dd>
          <dt><kbd>Esc</kbd></dt><dd>close the panel</dd>
          <dt><kbd>?</kbd></dt><dd>all keys</dd>
        </dl>
      </div>
      <form class="dialog-foot" method="dialog"><button class="btn">Close</button></form>
    </dialog>
    </main>
  </div>
</div>
<nav class="bottom-nav app-tabs" aria-label="Main, short">
<?php foreach ($navigation as [$address, $mark, $label]): ?>
  <a href="<?= $address ?>"<?= $address === '/calendar' ? ' aria-current="page"' : '' ?>><?= $icon($mark) ?> <?= $label ?></a>
<?php endforeach ?>
</nav>
<div class="toasts" id="toasts" role="status">
</div>
</body>
</html>
