"""Fills the audit chain of the practice "bench" and measures how long verifying it takes.

usage: audit.py PROGRAM KEY_FILE SOCKET EVENTS

The chain is written by a second implementation of its form (Sources/Database/Audit/AuditRecord.swift), with the
practice's own key: that the product finds it whole says that two programs agree on it.
"""

import ctypes
import ctypes.util
import getpass
import hashlib
import hmac
import os
import resource
import struct
import subprocess
import sys
import time
import datetime

START = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)


def mac(key, message):
    return hmac.new(key, message, hashlib.sha256).digest()


def gcm_open(key, sealed, associated):
    """AES-256-GCM by libcrypto: nonce, ciphertext and tag in a row."""
    crypto = ctypes.CDLL(ctypes.util.find_library("crypto"))
    for name in ("EVP_CIPHER_CTX_new", "EVP_aes_256_gcm"):
        getattr(crypto, name).restype = ctypes.c_void_p
    context = ctypes.c_void_p(crypto.EVP_CIPHER_CTX_new())
    cipher = ctypes.c_void_p(crypto.EVP_aes_256_gcm())
    nonce, body, tag = sealed[:12], sealed[12:-16], sealed[-16:]
    length, plain = ctypes.c_int(), ctypes.create_string_buffer(len(body) + 16)
    crypto.EVP_DecryptInit_ex(context, cipher, None, key, nonce)
    crypto.EVP_DecryptUpdate(context, None, ctypes.byref(length), associated, len(associated))
    crypto.EVP_DecryptUpdate(context, plain, ctypes.byref(length), body, len(body))
    crypto.EVP_CIPHER_CTX_ctrl(context, 0x11, 16, tag)
    if crypto.EVP_DecryptFinal_ex(context, plain, ctypes.byref(length)) != 1:
        sys.exit("The practice's key does not open.")
    return plain.raw[: len(body)]


class Database:
    def __init__(self, socket):
        self.command = ["mariadb", "--no-defaults", f"--socket={socket}", f"--user={getpass.getuser()}", "--batch",
                        "--skip-column-names", "--max-allowed-packet=32M", "praxis_store"]

    def ask(self, sql):
        return subprocess.run(self.command, input=sql.encode(), check=True, capture_output=True).stdout.decode().strip()


def practice_key(database, key_file, practice):
    masters = {int(words[1]): bytes.fromhex(words[2]) for words in map(str.split, open(key_file))
               if words and words[0] == "master"}
    number, sealed = database.ask(
        f"SELECT id, HEX(wrapped) FROM practices_key WHERE practice_id = x'{practice.hex()}' AND purpose = 'data'").split()
    sealed = bytes.fromhex(sealed)
    master = masters[struct.unpack(">I", sealed[2:6])[0]]
    associated = practice + struct.pack(">QQ", 0, int(number)) + b"practices_key\0wrapped\0"
    return gcm_open(mac(master, b"seal"), sealed[6:], associated)


def canonical(practice, seq, previous, at, texts, ids, result, more):
    """The second form: every part with its length before it."""
    parts = [b"\x02", practice, struct.pack(">Q", seq), previous, struct.pack(">q", at), *texts, *ids, result, *more]
    return b"".join(struct.pack(">I", len(part)) + part for part in parts)


def fill(database, practice, key, events):
    seq, previous = database.ask(
        f"SELECT seq, HEX(mac) FROM audit_head WHERE practice_id = x'{practice.hex()}'").split()
    seq, previous = int(seq), bytes.fromhex(previous)
    users = [hashlib.md5(b"user%d" % number).digest() for number in range(12)]
    patients = [hashlib.md5(b"patient%d" % number).digest() for number in range(5000)]
    session = hashlib.md5(b"session").digest()
    texts = [b"staff", b"practitioner", b"203.0.113.7", b"00000000000000ff", b"chart.read", b"patients_patient", b""]
    step = max(1, 11 * 30 * 86_400_000_000 // events)
    rows = []

    def send():
        if rows:
            database.ask(
                "SET max_statement_time = 0; INSERT INTO audit_event (practice_id, seq, at, actor_kind, actor_id, role, "
                "address, request_id, action, entity, entity_id, patient_id, fields, mac, form, session_id, result) "
                "VALUES " + ",".join(rows))
            rows.clear()

    for number in range(events):
        seq += 1
        at = int(START.timestamp()) * 1_000_000 + number * step
        user, patient = users[number % len(users)], patients[number * 7 % len(patients)]
        previous = mac(key, canonical(
            practice, seq, previous, at, texts, [user, patient, patient], b"done", [session, b""]))
        moment = START + datetime.timedelta(microseconds=number * step)
        rows.append(
            f"(x'{practice.hex()}',{seq},'{moment:%Y-%m-%d %H:%M:%S.%f}','staff',x'{user.hex()}','practitioner',"
            f"'203.0.113.7','00000000000000ff','chart.read','patients_patient',x'{patient.hex()}',x'{patient.hex()}','',"
            f"x'{previous.hex()}',2,x'{session.hex()}','done')")
        if len(rows) == 10_000:
            send()
    send()
    database.ask(f"UPDATE audit_head SET seq = {seq}, mac = x'{previous.hex()}' WHERE practice_id = x'{practice.hex()}'")


def main():
    program, key_file, socket, events = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
    database = Database(socket)
    practice = bytes.fromhex(database.ask("SELECT HEX(practice_id) FROM practices_practice WHERE slug = 'bench'"))
    started = time.monotonic()
    fill(database, practice, mac(practice_key(database, key_file, practice), b"audit"), events)
    print(f"{events} events written in {time.monotonic() - started:.1f} s, over eleven months")
    started = time.monotonic()
    subprocess.run([program, "audit", "checkpoint"], check=True, capture_output=True)
    print(f"checkpoint: {time.monotonic() - started:.2f} s (the first one counts every event)")
    started = time.monotonic()
    subprocess.run([program, "audit", "checkpoint"], check=True, capture_output=True)
    print(f"checkpoint: {time.monotonic() - started:.2f} s (the next one counts what is new)")
    started = time.monotonic()
    found = subprocess.run([program, "audit", "verify", "--practice", "bench"], capture_output=True, text=True)
    seconds = time.monotonic() - started
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(found.stdout.strip().splitlines()[-1])
    if found.returncode != 0:
        sys.exit(found.stderr)
    print(f"verify: {events} events in {seconds:.1f} s, {events / seconds:.0f} a second, at most {memory} MB")
    database.ask(
        f"UPDATE audit_event SET role = 'owner' WHERE practice_id = x'{practice.hex()}' AND seq = {events * 3 // 4}")
    found = subprocess.run([program, "audit", "verify", "--practice", "bench"], capture_output=True, text=True)
    print(f"after one change by SQL: status {found.returncode}, {found.stdout.strip().splitlines()[-1]}")
    sys.exit(0 if found.returncode == 1 and seconds <= 60 * events / 1e6 + 1 else 1)


if __name__ == "__main__":
    main()
