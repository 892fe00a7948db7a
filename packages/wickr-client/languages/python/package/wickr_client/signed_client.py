"""A client that signs what it sends, which every API class of this package takes."""

import json
from typing import Any, Optional
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from wickr_client.api_client import ApiClient
from wickr_client.configuration import Configuration


class SignedClient(ApiClient):
    """Signs each request with AWS Signature Version 4, by botocore. `boto3.Session().get_credentials()` are such credentials."""

    def __init__(self, credentials: Credentials, region: str, configuration: Optional[Configuration] = None) -> None:
        super().__init__(configuration or Configuration(host=f'https://admin.wickr.{region}.amazonaws.com'))
        self._signer = SigV4Auth(credentials, 'wickr', region)

    def call_api(
        self,
        method: str,
        url: str,
        header_params: Optional[dict[str, Any]] = None,
        body: Any = None,
        post_params: Any = None,
        _request_timeout: Any = None,
    ) -> Any:
        # A signature is over a query that is encoded throughout; the client leaves a slash as it is.
        address = urlsplit(url)
        query = urlencode(parse_qsl(address.query, keep_blank_values=True), quote_via=quote, safe='')
        url = urlunsplit(address._replace(query=query))
        # The client writes the body in the same way.
        signed = AWSRequest(method, url, headers=header_params, data='' if body is None else json.dumps(body))
        self._signer.add_auth(signed)
        return super().call_api(method, url, dict(signed.headers.items()), body, post_params, _request_timeout)
