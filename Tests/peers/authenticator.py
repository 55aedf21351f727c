"""A passkey in software, and what PyPI's webauthn thinks of its answers.

usage: authenticator.py KEY create SITE ORIGIN CHALLENGE [FLAGS]
       authenticator.py KEY get SITE ORIGIN CHALLENGE [FLAGS] [COUNT]

KEY is a file the key is kept in. FLAGS is the byte of the authenticator data in hexadecimal. Prints the id, the client
data, the authenticator data and the signature (or a dash) in base64url, and "right" or "wrong" by webauthn's judgement,
which is told that SITE is praxis.example, the origin https://praxis.example and the last count 0.
"""

import hashlib
import json
import os
import sys

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn import base64url_to_bytes, verify_authentication_response, verify_registration_response
from webauthn.helpers import bytes_to_base64url, encode_cbor

EXPECTED = {"expected_rp_id": "praxis.example", "expected_origin": "https://praxis.example"}


def cose(key):
    numbers = key.public_key().public_numbers()
    return encode_cbor({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")})


def judged(verify, **arguments):
    try:
        verify(require_user_verification=True, **EXPECTED, **arguments)
        return "right"
    except Exception as error:  # whatever it dislikes
        print(error, file=sys.stderr)
        return "wrong"


def main(path, act, site, origin, challenge, flags=None, count="0"):
    kind = {"create": "webauthn.create", "get": "webauthn.get"}[act]
    client_data = json.dumps({"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": False}).encode()
    head = hashlib.sha256(site.encode()).digest() + bytes([int(flags or ("45" if act == "create" else "05"), 16)])
    head += int(count).to_bytes(4, "big")
    if act == "create":
        key, identity = ec.generate_private_key(ec.SECP256R1()), os.urandom(32)
        pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        with open(path, "wb") as file:
            file.write(identity + pem)
        data = head + bytes(16) + len(identity).to_bytes(2, "big") + identity + cose(key)
        signature = None
        answer = {"clientDataJSON": bytes_to_base64url(client_data),
                  "attestationObject": bytes_to_base64url(encode_cbor({"fmt": "none", "attStmt": {}, "authData": data}))}
    else:
        with open(path, "rb") as file:
            stored = file.read()
        identity, key = stored[:32], serialization.load_pem_private_key(stored[32:], None)
        data = head
        signature = key.sign(data + hashlib.sha256(client_data).digest(), ec.ECDSA(hashes.SHA256()))
        answer = {"clientDataJSON": bytes_to_base64url(client_data), "authenticatorData": bytes_to_base64url(data),
                  "signature": bytes_to_base64url(signature)}
    name = bytes_to_base64url(identity)
    credential = {"id": name, "rawId": name, "type": "public-key", "response": answer, "clientExtensionResults": {}}
    verify = verify_registration_response if act == "create" else verify_authentication_response
    known = {} if act == "create" else {"credential_public_key": cose(key), "credential_current_sign_count": 0}
    verdict = judged(verify, credential=credential, expected_challenge=base64url_to_bytes(challenge), **known)
    print(name, bytes_to_base64url(client_data), bytes_to_base64url(data),
          bytes_to_base64url(signature) if signature else "-", verdict)


main(*sys.argv[1:])
