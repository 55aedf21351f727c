<?php
// php key.php MASTER PRACTICE KEY_ID WRAPPED, the first, second and last in hexadecimal digits: prints the sealing key.

require __DIR__ . '/sealed.php';
[, $master, $practice, $id, $wrapped] = $argv;
$key = opened(
    hex2bin($wrapped), hash_hmac('sha256', 'seal', hex2bin($master), true), hex2bin($practice),
    str_pad(pack('N', $id), 16, "\0", STR_PAD_LEFT), 'practices_key', 'wrapped');
echo hash_hmac('sha256', 'seal', $key);
