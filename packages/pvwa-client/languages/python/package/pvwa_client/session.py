"""A session with a PVWA server, which every API class of this package takes as its client."""

from copy import deepcopy
from threading import Lock
from typing import Any, Optional

from pydantic import SecretStr
from urllib3.util.retry import Retry

from pvwa_client.api.session_api import SessionApi
from pvwa_client.api_client import ApiClient
from pvwa_client.configuration import Configuration
from pvwa_client.exceptions import ApiException, UnauthorizedException
from pvwa_client.models.logon_request import LogonRequest


class Session(ApiClient):
    """Logs on before the first call, once more where the server says 401, and logs off at the end of a `with`.

    `url` ends with the name of the application: https://pvwa.example.net/PasswordVault. A wrong name or password is sent
    once only, as several wrong ones suspend a user: each later call raises the same error. No redirect is followed, as the
    token and the password are for this server alone. `configuration` is copied.
    """

    def __init__(
        self,
        url: str,
        username: str,
        password: str,
        logon_type: str = 'CyberArk',
        configuration: Optional[Configuration] = None,
    ) -> None:
        configuration = deepcopy(configuration) if configuration else Configuration()
        configuration.host = url.rstrip('/')
        configuration.retries = Retry.from_int(configuration.retries).new(redirect=False)
        super().__init__(configuration)
        self._logon_type = logon_type
        self._request = LogonRequest(username=username, password=SecretStr(password), concurrentSession=True)
        self._lock = Lock()
        self._token: Optional[SecretStr] = None
        self._refusal: Optional[ApiException] = None

    def call_api(
        self,
        method: str,
        url: str,
        header_params: Optional[dict[str, Any]] = None,
        body: Any = None,
        post_params: Any = None,
        _request_timeout: Any = None,
    ) -> Any:
        def send(token: SecretStr) -> Any:
            headers = {**(header_params or {}), 'Authorization': token.get_secret_value()}
            return ApiClient.call_api(self, method, url, headers, body, post_params, _request_timeout)

        token = self._token or self._log_on(None)
        answer = send(token)
        return send(self._log_on(token)) if answer.status == 401 else answer

    def _log_on(self, ended: Optional[SecretStr]) -> SecretStr:
        with self._lock:
            # Another thread may have logged on meanwhile.
            if self._token is not None and self._token is not ended:
                return self._token
            if self._refusal is not None:
                raise self._refusal
            try:
                token = SecretStr(SessionApi(ApiClient(self.configuration)).logon(self._logon_type, self._request))
            except ApiException as error:
                if error.status in (401, 403):
                    self._refusal = error
                raise
            self._token = token
            return token

    def log_off(self) -> None:
        """Ends the session, if there is one. The next call logs on again."""
        token, self._token = self._token, None
        if token is None:
            return
        client = ApiClient(self.configuration)
        client.set_default_header('Authorization', token.get_secret_value())
        try:
            SessionApi(client).logoff()
        except UnauthorizedException:
            # It had ended by itself.
            pass

    def __exit__(self, *_: object) -> None:
        self.log_off()
