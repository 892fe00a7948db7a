"""Times calls of AWS's own SDK for Python: prints microseconds a call, for 1 and for 16 threads. Arguments: port, calls."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor

import boto3
from botocore.config import Config

port, calls = int(sys.argv[1]), int(sys.argv[2])
client = boto3.client(
    "wickr",
    endpoint_url=f"http://127.0.0.1:{port}",
    region_name="us-east-1",
    aws_access_key_id="AKIDEXAMPLE",
    aws_secret_access_key="wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    config=Config(max_pool_connections=16),
)


def call(_):
    client.get_oidc_info(networkId="12345678")


def microseconds(threads):
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(call, range(calls // 4)))
        started = time.perf_counter()
        list(pool.map(call, range(calls)))
        return (time.perf_counter() - started) / calls * 1e6


print(microseconds(1), microseconds(16))
