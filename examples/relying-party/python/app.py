"""A small site whose people sign in with the platform: Flask and Authlib, unmodified."""

import os
import secrets

from authlib.integrations.flask_client import OAuth
from flask import Flask, jsonify, redirect, session, url_for

issuer = os.environ.get("ISSUER", "http://localhost:43890")
port = int(os.environ.get("PORT", "3000"))

app = Flask(__name__)
app.secret_key = secrets.token_bytes(32)
platform = OAuth(app).register(
    "platform",
    client_id=os.environ.get("CLIENT_ID", "demo-service"),
    client_secret=os.environ["CLIENT_SECRET"],
    server_metadata_url=f"{issuer}/.well-known/openid-configuration",
    client_kwargs={
        "scope": "openid profile email organisation roles",
        "code_challenge_method": "S256",
    },
)


@app.get("/")
def home():
    if "claims" not in session:
        return '<p><a href="/sign-in">Sign in</a></p>'
    return jsonify(session["claims"])


@app.get("/sign-in")
def sign_in():
    return platform.authorize_redirect(f"http://localhost:{port}{url_for('callback')}")


@app.get("/callback")
def callback():
    token = platform.authorize_access_token()  # checks state, nonce, signature and claims
    session["claims"] = token["userinfo"]
    return redirect("/")


if __name__ == "__main__":
    app.run("localhost", port)
