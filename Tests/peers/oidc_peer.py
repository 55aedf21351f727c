"""An OpenID Connect provider: Authlib's authorization server, with PKCE required, on two kinds of keys.

usage: oidc_peer.py

Whoever comes to /authorize is signed in at once as the subject that /control has set. /control takes a JSON object:
  subject, email, email_verified, amr, acr   what is said of the person
  algorithm   RS256 (at first) or ES256
  rotate      true: new keys under new names
  claims      put over those of the next tokens; null leaves one out
  forge       "none", "hs256", "swapped" (another key under the same name), "" for honest tokens
  description put over the document of discovery
  page        true: a page with a button stands before the redirect, as with a real provider
It answers with {"tokens": how many were asked for, "last": what the last question for one carried}.

First line: the port.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
import sys
import threading

os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # On this machine only.

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, ClientMixin, grants
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oauth2.rfc9207 import IssuerParameter
from authlib.oidc.core import OpenIDCode, UserInfo
from flask import Flask, jsonify, request
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey
from werkzeug.serving import make_server

CLIENT, SECRET = "praxis-client", "s3cret:with/odd+signs"


def new_keys():
    return {
        "RS256": RSAKey.generate_key(2048, {"kid": secrets.token_hex(4), "use": "sig", "alg": "RS256"}),
        "ES256": ECKey.generate_key("P-256", {"kid": secrets.token_hex(4), "use": "sig", "alg": "ES256"}),
    }


state = {"subject": "anna", "email": "anna@practice.example", "email_verified": True, "amr": ["pwd"], "acr": None,
         "algorithm": "RS256", "claims": {}, "forge": "", "description": {}, "page": False}
keys = new_keys()
codes, asked = {}, []
app = Flask(__name__)


class Client(ClientMixin):
    def get_client_id(self):
        return CLIENT

    def get_default_redirect_uri(self):
        return None

    def get_allowed_scope(self, scope):
        return " ".join(part for part in scope.split() if part in ("openid", "email"))

    def check_redirect_uri(self, uri):
        return "/sign-in/at/" in uri and uri.endswith("/return")

    def check_client_secret(self, secret):
        return hmac.compare_digest(secret, SECRET)

    def check_endpoint_auth_method(self, method, endpoint):
        return method in ("client_secret_basic", "client_secret_post")

    def check_response_type(self, response_type):
        return response_type == "code"

    def check_grant_type(self, grant_type):
        return grant_type == "authorization_code"


class Code(AuthorizationCodeMixin):
    def __init__(self, data, redirect_uri):
        self.code_challenge = data.get("code_challenge")
        self.code_challenge_method = data.get("code_challenge_method")
        self.scope, self.nonce, self.redirect_uri = data.get("scope"), data.get("nonce"), redirect_uri

    def get_redirect_uri(self):
        return self.redirect_uri

    def get_scope(self):
        return self.scope

    def get_nonce(self):
        return self.nonce

    def get_auth_time(self):
        return None

    def get_acr(self):
        return state["acr"]

    def get_amr(self):
        return state["amr"]


class CodeGrant(grants.AuthorizationCodeGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]

    def save_authorization_code(self, code, request):
        codes[code] = Code(request.payload.data, request.payload.redirect_uri)

    def query_authorization_code(self, code, client):
        return codes.get(code)

    def delete_authorization_code(self, authorization_code):
        for code in [code for code, value in codes.items() if value is authorization_code]:
            del codes[code]

    def authenticate_user(self, authorization_code):
        return state["subject"]


class RequiredChallenge(CodeChallenge):
    SUPPORTED_CODE_CHALLENGE_METHOD = ["S256"]

    def validate_code_challenge(self, grant, redirect_uri):
        if not grant.request.payload.data.get("code_challenge"):
            from authlib.oauth2.rfc6749 import InvalidRequestError
            raise InvalidRequestError("Missing 'code_challenge'")
        super().validate_code_challenge(grant, redirect_uri)


class Token(OpenIDCode):
    def exists_nonce(self, nonce, request):
        return False

    def resolve_client_private_key(self, client):
        return keys[state["algorithm"]]

    def get_client_algorithm(self, client):
        return state["algorithm"]

    def get_client_claims(self, client):
        return {"iss": issuer(), "aud": CLIENT}

    def get_encode_header(self, client):
        return {"alg": state["algorithm"], "kid": keys[state["algorithm"]].kid}

    def generate_user_info(self, user, scope):
        info = UserInfo(sub=user)
        if "email" in scope:
            info.update(email=state["email"], email_verified=state["email_verified"])
        return info

    def encode_id_token(self, token, request):
        honest = super().encode_id_token(token, request)
        if not state["claims"] and not state["forge"]:
            return honest
        header, claims = (json.loads(read(part)) for part in honest.split(".")[:2])
        for name, value in state["claims"].items():
            if value is None:
                claims.pop(name, None)
            else:
                claims[name] = value
        return forge(header, claims)


def read(part):
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def write(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def forge(header, claims):
    kind = state["forge"]
    if kind in ("none", "hs256"):
        header["alg"] = {"none": "none", "hs256": "HS256"}[kind]
        text = ".".join(write(json.dumps(part).encode()) for part in (header, claims))
        mac = hmac.new(SECRET.encode(), text.encode(), hashlib.sha256).digest() if kind == "hs256" else b""
        return text + "." + write(mac)
    key = new_keys()[state["algorithm"]] if kind == "swapped" else keys[state["algorithm"]]
    return jwt.encode(header, claims, key, [state["algorithm"]])


class Issuer(IssuerParameter):
    def get_issuer(self):
        return issuer()


def issuer():
    return request.host_url.rstrip("/")


server = AuthorizationServer(app, lambda client: Client() if client == CLIENT else None, lambda token, request: None)
server.register_grant(CodeGrant, [Token(require_nonce=True), RequiredChallenge(required=True)])
server.register_extension(Issuer())


@app.get("/.well-known/openid-configuration")
def description():
    here = issuer()
    document = {
        "issuer": here, "authorization_endpoint": here + "/authorize", "token_endpoint": here + "/token",
        "jwks_uri": here + "/jwks", "response_types_supported": ["code"], "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256", "ES256"], "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "authorization_response_iss_parameter_supported": True,
    }
    document.update(state["description"])
    return jsonify({name: value for name, value in document.items() if value is not None})


@app.get("/jwks")
def jwks():
    return jsonify({"keys": [key.as_dict(private=False) for key in keys.values()]})


@app.route("/authorize", methods=["GET", "POST"])
def authorize():
    if state["page"] and request.method == "GET":
        return '<!doctype html><title>Provider</title><form method="post"><button id="yes">Yes, it is me</button></form>'
    try:
        grant = server.get_consent_grant(end_user=state["subject"])
    except OAuth2Error as error:
        return jsonify(dict(error.get_body())), 400
    return server.create_authorization_response(grant_user=state["subject"], grant=grant)


@app.post("/token")
def token():
    asked.append(dict(request.form))
    return server.create_token_response()


@app.post("/control")
def control():
    global keys
    wanted = request.get_json(force=True)
    if wanted.pop("rotate", False):
        keys = new_keys()
    state.update(wanted)
    return jsonify({"tokens": len(asked), "last": asked[-1] if asked else {}})


@app.get("/silence")
def silence():
    threading.Event().wait()


if __name__ == "__main__":
    import logging

    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
    site = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    print(site.server_port, flush=True)
    sys.stdin.read()
