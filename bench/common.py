"""What the measurements share: the database behind the views, and a visitor who keeps cookies and form tokens."""
import http.client, re, subprocess, urllib.parse


class Database:
    def __init__(self, socket):
        self.socket = socket

    def sql(self, text):
        command = ["mariadb", "--no-defaults", "-S", self.socket, "-N", "-B", "praxis_store"]
        return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout.strip()

    def practice(self, slug):
        return self.sql(f"SELECT HEX(practice_id) FROM practices_practice WHERE slug = '{slug}'")


class Visitor:
    def __init__(self, url, cookie=""):
        self.origin, self.cookie, self.csrf = url, cookie, ""
        parts = urllib.parse.urlsplit(url)
        self.connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)

    def send(self, method, path, fields=None):
        """Gives status, location and text of the answer."""
        headers = {"Cookie": self.cookie, "Origin": self.origin, "Sec-Fetch-Site": "same-origin"}
        body = None
        if fields is not None:
            body = urllib.parse.urlencode({**fields, "csrf": self.csrf})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self.cookie = value.split(";")[0]
        found = re.search(r'name="csrf" value="([^"]*)"', text)
        if found:
            self.csrf = found[1]
        return answer.status, answer.getheader("Location"), text

    def get(self, path):
        return self.send("GET", path)
