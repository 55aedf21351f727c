"""Requests as no browser sends them."""

import http.client
import ssl
import urllib.parse

import product


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.getheaders()
        self.body = response.read()

    def all(self, name):
        return [value for key, value in self.headers if key.lower() == name.lower()]

    def header(self, name):
        return next(iter(self.all(name)), None)

    @property
    def text(self):
        return self.body.decode()


def ask(path, method="GET", headers=None, body=None, base=None):
    """One request, its path untouched. Host is sent unless `headers` has one."""
    url = urllib.parse.urlsplit(base or product.URL)
    if url.scheme == "https":
        context = ssl.create_default_context()
        # bin/run makes a certificate of its own.
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        connection = http.client.HTTPSConnection(url.netloc, timeout=20, context=context)
    else:
        connection = http.client.HTTPConnection(url.netloc, timeout=20)
    try:
        all_headers = {"Host": url.netloc} | (headers or {})
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in all_headers.items():
            connection.putheader(name, value)
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        return Answer(connection.getresponse())
    finally:
        connection.close()
