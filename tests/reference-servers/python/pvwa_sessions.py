"""Users and sessions of the PVWA."""

import base64
import hmac
import secrets
import threading
import time
from dataclasses import dataclass


@dataclass
class User:
    """Somebody who may log on."""

    name: str
    password: str
    role: str
    wrong_passwords: int = 0


@dataclass
class Session:
    """A session; `since` is the moment from which its time-out counts."""

    user: User
    since: float


class Sessions:
    """All users and their sessions."""

    def __init__(self, users, seconds, context):
        self.users = {user.name: user for user in users}
        self.seconds = seconds
        self.context = context
        self.sessions = {}
        self.lock = threading.Lock()

    def log_on(self, name, password, concurrent, new_password=None):
        """A token, or None where the credentials are wrong or the user is suspended."""
        with self.lock:
            user = self.users.get(name)
            if user is None or user.wrong_passwords >= int(self.context.pick("suspend_after")):
                return None
            if not hmac.compare_digest(user.password.encode(), password.encode()):
                user.wrong_passwords += 1
                return None
            user.wrong_passwords = 0
            if new_password:
                user.password = new_password
            if not concurrent and self.context.pick("other_sessions") == "ended":
                self.end_sessions_of(user)
            token = self.new_token()
            self.sessions[token] = Session(user, time.monotonic())
            return token

    def new_token(self):
        """A fresh opaque token in the drawn look."""
        size = {"base64-long": 240, "base64-short": 24, "base64-padded": 64}
        raw = secrets.token_bytes(size[self.context.pick("token_form")])
        return base64.b64encode(raw).decode("ascii")

    def user_of(self, header):
        """The user whose session the Authorization header names, or None."""
        token = header or ""
        if self.context.pick("bearer") == "accepted" and token.lower().startswith("bearer "):
            token = token[7:].strip()
        with self.lock:
            if self.context.fault("token-by-its-start"):
                token = next((known for known in self.sessions if known[:16] == token[:16]), token)
            session = self.sessions.get(token)
            if session is None:
                return None
            now = time.monotonic()
            if (now - session.since > self.seconds
                    and not self.context.fault("time-out-forgotten")):
                del self.sessions[token]
                return None
            if self.context.pick("time_out_from") == "last-use":
                session.since = now
            return session.user

    def log_off(self, header):
        """End the session that the header names; its user is known to be signed in."""
        token = header[7:].strip() if header.lower().startswith("bearer ") else header
        with self.lock:
            session = self.sessions.pop(token, None)
            if session is not None and self.context.fault("log-off-ends-all"):
                self.end_sessions_of(session.user)

    def end_sessions_of(self, user):
        """End all sessions of a user; the lock is held."""
        for token in [token for token, session in self.sessions.items() if session.user is user]:
            del self.sessions[token]
