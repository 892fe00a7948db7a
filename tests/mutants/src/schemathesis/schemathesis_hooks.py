"""How Schemathesis signs in: a log-on for each request of one API, Signature Version 4 for the other."""

import os
import requests
import schemathesis

API = os.environ["TARGET_API"]
URL = os.environ["TARGET_URL"]

if API == "pvwa":
    @schemathesis.auth(refresh_interval=None)
    class Session:
        def get(self, case, context):
            body = {"username": os.environ["PVWA_USERNAME"], "password": os.environ["PVWA_PASSWORD"], "concurrentSession": True}
            return requests.post(f"{URL}/api/Auth/CyberArk/Logon", json=body, timeout=10).json()
        def set(self, case, data, context):
            case.headers = case.headers or {}
            if "Logon" not in case.path:
                case.headers["Authorization"] = data
else:
    from botocore.auth import SigV4Auth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials
    credentials = Credentials(os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"])

    class Signed(requests.auth.AuthBase):
        def __call__(self, prepared):
            request = AWSRequest(prepared.method, prepared.url, data=prepared.body or b"", headers={k: v for k, v in prepared.headers.items() if k.lower() in ("content-type", "host")})
            SigV4Auth(credentials, "wickr", os.environ["AWS_REGION"]).add_auth(request)
            for name, value in request.headers.items():
                prepared.headers[name] = value
            return prepared

    schemathesis.auth.set_from_requests(Signed())
