"""A mail server that accepts, refuses or misbehaves on demand.

usage: smtp_peer.py DIRECTORY MODE [--certificate FILE --key FILE]

MODE: accept    takes every mail
      refuse    550 for every recipient
      greylist  451 for the first attempt of a recipient, 250 afterwards
      starttls  offers STARTTLS and demands it
      auth      as starttls, and demands AUTH as "clinic" with "correct horse"
      implicit  TLS from the first byte
      silent    takes connections and never says a word
      vanish    takes every mail and hangs up instead of saying so

First line: the port. Then one JSON line for each event: {"event": "mail", "file", "from", "to", "tls", "user"} or
{"event": "refused", "to"} or {"event": "connection"} (silent only).
"""

import argparse
import asyncio
import json
import logging
import pathlib
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


def say(**event):
    print(json.dumps(event), flush=True)


class Handler:
    def __init__(self, directory, mode):
        self.directory, self.mode, self.seen, self.count = directory, mode, set(), 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.mode == "refuse":
            say(event="refused", to=[address])
            return "550 5.1.1 No such mailbox here"
        if self.mode == "greylist" and address not in self.seen:
            self.seen.add(address)
            say(event="refused", to=[address])
            return "451 4.7.1 Greylisted, come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.count += 1
        file = self.directory / f"mail-{self.count}.eml"
        file.write_bytes(envelope.original_content)
        user = session.auth_data.decode() if isinstance(session.auth_data, bytes) else None
        tls = server.transport.get_extra_info("ssl_object") is not None
        say(event="mail", file=str(file), to=envelope.rcpt_tos, tls=tls, user=user, **{"from": envelope.mail_from})
        if self.mode == "vanish":
            server.transport.abort()
        return "250 2.0.0 Taken"


def authenticate(server, session, envelope, mechanism, data):
    known = LoginPassword(b"clinic", b"correct horse")
    if isinstance(data, LoginPassword) and data == known:
        return AuthResult(success=True, auth_data=data.login)
    return AuthResult(success=False, handled=False)


async def never_answer(reader, writer):
    say(event="connection")
    await reader.read()
    writer.close()


async def main():
    # Refused handshakes are what some tests want to see.
    logging.disable(logging.CRITICAL)
    parser = argparse.ArgumentParser()
    parser.add_argument("directory", type=pathlib.Path)
    parser.add_argument("mode")
    parser.add_argument("--certificate")
    parser.add_argument("--key")
    chosen = parser.parse_args()
    context = None
    if chosen.certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(chosen.certificate, chosen.key)
    handler = Handler(chosen.directory, chosen.mode)

    def session():
        if chosen.mode in ("starttls", "auth"):
            demands = {"auth_required": True, "authenticator": authenticate} if chosen.mode == "auth" else {}
            return SMTP(handler, hostname="peer.test", tls_context=context, require_starttls=True, **demands)
        return SMTP(handler, hostname="peer.test")

    loop = asyncio.get_running_loop()
    if chosen.mode == "silent":
        server = await asyncio.start_server(never_answer, "127.0.0.1", 0)
    else:
        outer = context if chosen.mode == "implicit" else None
        server = await loop.create_server(session, "127.0.0.1", 0, ssl=outer)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


asyncio.run(main())
