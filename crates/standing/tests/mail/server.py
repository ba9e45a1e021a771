"""A mail server for the tests: Debian's aiosmtpd on a free port of loopback.

`--password` makes it want one; `--tls FOLDER` makes it speak TLS with the certificate there.

The first line on standard output is the port; then comes a line of JSON for each mail it takes. Whom
a mail is for decides what happens to it. The server ends when its standard input does.
"""

import asyncio
import json
import os
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


def say(value):
    print(json.dumps(value), flush=True)


class Handler:
    def __init__(self):
        self.deferred = set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        name = address.split("@")[0]
        if name == "never":
            return "550 5.1.1 no such mailbox"
        if name == "later" and address not in self.deferred:
            self.deferred.add(address)
            return "451 4.7.1 greylisted, come again"
        if name == "hang":
            say({"hangs": address})
            await asyncio.Event().wait()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        data = envelope.original_content.decode("ascii")
        say({"from": envelope.mail_from, "to": envelope.rcpt_tos, "data": data})
        return "250 taken"


def authenticate(server, session, envelope, mechanism, data):
    is_right = (data.login, data.password) == (b"office", b"secret words")
    return AuthResult(success=is_right, handled=False)


async def main():
    loop = asyncio.get_running_loop()
    handler = Handler()
    wants_password = "--password" in sys.argv
    context = None
    if "--tls" in sys.argv:
        folder = sys.argv[sys.argv.index("--tls") + 1]
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(folder + "/cert.pem", folder + "/key.pem")
    server = await loop.create_server(
        lambda: SMTP(
            handler,
            authenticator=authenticate,
            auth_required=wants_password,
            auth_require_tls=False,
        ),
        "127.0.0.1",
        0,
        ssl=context,
    )
    say(server.sockets[0].getsockname()[1])
    await loop.run_in_executor(None, sys.stdin.read)
    # Whatever still hangs shall not keep it.
    os._exit(0)


asyncio.run(main())
