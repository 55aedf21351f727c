<?php
// Sealed fields as Sources/Crypto/Keyring.swift writes them.

function opened(string $sealed, string $key, string $practice, string $row, string $table, string $column): string
{
    $plain = openssl_decrypt(
        substr($sealed, 18, -16), 'aes-256-gcm', $key, OPENSSL_RAW_DATA, substr($sealed, 6, 12), substr($sealed, -16),
        $practice . $row . $table . "\0" . $column . "\0");
    if ($plain === false) {
        throw new RuntimeException("$table.$column does not open");
    }
    return $plain;
}
