<?php
// Reads {master, practice, keyID, wrapped, patientsFile, patients} as JSON, bytes in hexadecimal digits, and prints a PHP
// file with the keys that the page needs: of the audit trail, and of each patient (Sources/Crypto/PatientTree.swift).

require __DIR__ . '/sealed.php';
$given = json_decode(stream_get_contents(STDIN), true);
[$master, $practice] = [hex2bin($given['master']), hex2bin($given['practice'])];
$wraps = hash_hmac('sha256', 'seal', $master, true);
$key = opened(
    hex2bin($given['wrapped']), $wraps, $practice, str_pad(pack('N', $given['keyID']), 16, "\0", STR_PAD_LEFT),
    'practices_key', 'wrapped');
$nowhere = str_repeat("\0", 16);
$file = substr(file_get_contents($given['patientsFile']), strlen("praxis patients 1\n"));
// Nobody was forgotten, so the tree is its root: depth, way, 32 bytes.
$root = substr(opened($file, $wraps, $nowhere, $nowhere, 'keys', 'patients'), 9);

$patients = [];
foreach (array_map(hex2bin(...), $given['patients']) as $patient) {
    $way = unpack('J', hash('sha256', "praxis patient\0" . $practice . $patient, true))[1];
    $node = $root;
    for ($shift = 62; $shift >= 0; $shift -= 2) {
        $node = hash('sha256', 'praxis tree' . $node . chr($way >> $shift & 3), true);
    }
    $patients[$patient] = hash_hmac('sha256', $node, hash_hmac('sha256', 'patient', $key, true), true);
}
echo '<?php return ' . var_export(['audit' => hash_hmac('sha256', 'audit', $key, true), 'patients' => $patients], true) . ";\n";
