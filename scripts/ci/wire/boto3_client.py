"""Makes the calls of tests/interop/src/wire with AWS's own SDK."""

import sys
from typing import Any

import boto3
import botocore.exceptions
from botocore import xform_name
from botocore.config import Config
from conducted import drive


def make(call: dict[str, Any]) -> str:
    sign_in = call['signIn']
    client = boto3.client(
        'wickr',
        endpoint_url=call['url'],
        region_name=sign_in['region'],
        aws_access_key_id=sign_in['accessKeyId'],
        aws_secret_access_key=sign_in['secretAccessKey'],
        config=Config(retries={'total_max_attempts': 1}),
    )
    try:
        operation = getattr(client, xform_name(call['operation']))
        answer = operation(**call['path'], **call['query'], **call.get('body', {}))
    except botocore.exceptions.ClientError as error:
        answer = error.response
    return str(answer['ResponseMetadata']['HTTPStatusCode'])


drive(sys.argv[1], make)
