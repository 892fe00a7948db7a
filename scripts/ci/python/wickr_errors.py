"""How each error that AWS documents for an operation is brought about."""

from dataclasses import dataclass, field
from typing import Any

RIGHT: dict[str, dict[str, Any]] = {
    'RegisterOidcConfig': {
        'networkId': '12345678',
        'companyId': 'us-east-1-company123',
        'issuer': 'https://login.example.com',
        'scopes': 'openid profile email',
    },
    'RegisterOidcConfigTest': {
        'networkId': '12345678',
        'issuer': 'https://login.example.com',
        'scopes': 'openid profile email',
    },
    'GetOidcInfo': {'networkId': '12345678'},
}


@dataclass(frozen=True)
class Cause:
    """What is done to a right call."""

    changes: dict[str, Any] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    # Whether the SDK would refuse the input itself, where it is not told to send it as it is.
    unchecked: bool = False
    # What the vendor's own example says, where there is one.
    message: str | None = None


def _asked_for(status: int) -> Cause:
    return Cause(environment={'JUDGE_PREFER': f'code={status}'})


# A mock has no permissions to take away, no limit to exceed and no fault of its own: these it is asked for.
_EVERYWHERE = {
    'UnauthorizedError': Cause(environment={'AWS_SECRET_ACCESS_KEY': 'not/the+secret'}),
    'ForbiddenError': _asked_for(403),
    'ResourceNotFoundError': Cause({'networkId': '00000000'}),
    'RateLimitError': _asked_for(429),
    'InternalServerError': _asked_for(500),
}

CAUSES: dict[str, dict[str, Cause]] = {
    'RegisterOidcConfig': {
        **_EVERYWHERE,
        'BadRequestError': Cause({'companyId': ''}, message='Company ID is required'),
        'ValidationError': Cause({'ssoTokenBufferMinutes': 'five'}, unchecked=True),
    },
    'RegisterOidcConfigTest': {
        **_EVERYWHERE,
        'BadRequestError': Cause({'issuer': ''}, message='issuer is a required field'),
        'ValidationError': Cause({'scopes': 5}, unchecked=True),
    },
    'GetOidcInfo': {
        **_EVERYWHERE,
        'BadRequestError': Cause({'networkId': '1234567x'}),
        # A query has no types that could be wrong.
        'ValidationError': _asked_for(422),
    },
}
