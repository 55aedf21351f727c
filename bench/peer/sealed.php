<?php
// Sealed fields as Sources/Crypto/Keyring.swift writes them.

/** Of the practice: form 1. */
function opened(string $sealed, string $key, string $practice, string $row, string $table, string $column): string
{
    return unsealed($sealed, $key, $practice . $row . $table . "\0" . $column . "\0", "$table.$column");
}

/** Of a patient whose row it is: form 2. The keys are those a worker of Praxis has at hand, too. */
function opened_of_patient(
    string $sealed, array $keys, string $practice, string $row, string $table, string $column
): string {
    $associated = $practice . $row . $table . "\0" . $column . "\0" . substr($sealed, 0, 6);
    return unsealed($sealed, $keys[$row], $associated, "$table.$column");
}

function unsealed(string $sealed, string $key, string $associated, string $place): string
{
    $plain = openssl_decrypt(
        substr($sealed, 18, -16), 'aes-256-gcm', $key, OPENSSL_RAW_DATA, substr($sealed, 6, 12), substr($sealed, -16),
        $associated);
    if ($plain === false) {
        throw new RuntimeException("$place does not open");
    }
    return $plain;
}
