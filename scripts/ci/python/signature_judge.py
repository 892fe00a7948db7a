"""botocore judges the Wickr client: 500 random signatures, and the endpoints of every partition."""

import json
import random
import subprocess
import sys
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import quote

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.endpoint_provider import EndpointProvider
from botocore.session import Session

from claims import expect, run_claims

ROOT = Path(__file__).resolve().parents[3]
SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
REQUESTS = 500
ODD = ' !"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~aZ09\t\n\x00\x7fäß€漢\u2028😀'

# Signs what comes on standard input as the client does.
SIGN = """
import { readFileSync } from 'node:fs';
import { signRequest } from './packages/wickr-client/src/signer.ts';
const signed = await Promise.all(JSON.parse(readFileSync(0, 'utf8')).map((one) => signRequest(
  { method: one.method, url: one.url, headers: one.headers, body: one.body },
  { credentials: one.credentials, region: one.region, service: 'wickr', date: new Date(one.date) },
)));
console.log(JSON.stringify(signed.map(({ authorization }) => authorization)));
"""

RESOLVE = """
import { readFileSync } from 'node:fs';
import { regionalEndpoint } from './packages/wickr-client/src/endpoint.ts';
const cases = JSON.parse(readFileSync(0, 'utf8'));
console.log(JSON.stringify(await Promise.all(cases.map((one) =>
  regionalEndpoint(one.region, one).catch((error) => error.message)))));
"""


def in_node(program: str, data: Any) -> Any:
    done = subprocess.run(
        ['node', '--input-type=module', '--eval', program],
        cwd=ROOT, input=json.dumps(data), capture_output=True, text=True, timeout=60, check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout)


def text(chance: random.Random, least: int, most: int) -> str:
    return ''.join(chance.choices(ODD, k=chance.randint(least, most)))


def segment(chance: random.Random) -> str:
    # The client refuses these two: they mean "here" and "up", and none could reach the server.
    while (made := text(chance, 1, 12)) in ('.', '..'):
        pass
    return made


def random_request(chance: random.Random) -> dict[str, Any]:
    token = chance.choice([None, 'session/token+' + str(chance.random())])
    return {
        'method': chance.choice(['GET', 'POST', 'PUT', 'DELETE']),
        'path': [segment(chance) for _ in range(chance.randint(1, 4))],
        # botocore sorts by the encoded name alone, so each name comes once.
        'query': [[f'{index}{text(chance, 0, 8)}', text(chance, 0, 12)] for index in chance.sample(range(9), chance.randint(0, 4))],
        'headers': {
            'content-type': 'application/json',
            'x-amz-meta-text': ''.join(chance.choices(' !"#$%&*+,-./:;=?@aZ09', k=20)).strip() or 'x',
        },
        'body': text(chance, 0, 200),
        'region': chance.choice(['us-east-1', 'eu-central-1', 'us-gov-west-1']),
        'credentials': {
            'accessKeyId': 'AKIDEXAMPLE',
            'secretAccessKey': chance.choice([SECRET, 'another/secret+key']),
            **({'sessionToken': token} if token else {}),
        },
    }


def signed_by_botocore(one: dict[str, Any]) -> str:
    strict = lambda piece: quote(piece, safe='-._~')
    url = 'https://admin.wickr.us-east-1.amazonaws.com/' + '/'.join(map(strict, one['path']))
    if one['query']:
        url += '?' + '&'.join(f'{strict(name)}={strict(value)}' for name, value in one['query'])
    held = one['credentials']
    credentials = Credentials(held['accessKeyId'], held['secretAccessKey'], held.get('sessionToken'))
    request = AWSRequest(one['method'], url, headers=dict(one['headers']), data=one['body'].encode())
    SigV4Auth(credentials, 'wickr', one['region']).add_auth(request)
    stamp = request.headers['X-Amz-Date']
    one['date'] = f'{stamp[:4]}-{stamp[4:6]}-{stamp[6:11]}:{stamp[11:13]}:{stamp[13:]}'
    one['url'] = url
    return request.headers['Authorization']


def signatures() -> str:
    """the client signs 500 random requests with odd characters byte for byte as botocore does"""
    seed = random.randrange(2**32)
    chance = random.Random(seed)
    requests = [random_request(chance) for _ in range(REQUESTS)]
    judged = [signed_by_botocore(one) for one in requests]
    signed = in_node(SIGN, requests)
    expect(len(signed), REQUESTS, 'the number of signatures')
    for one, ours, theirs in zip(requests, signed, judged):
        expect(ours, theirs, f'seed {seed}, the signature of {one!r}')
    return f'seed {seed}'


def endpoints() -> str:
    """the client resolves endpoints in every partition as botocore does"""
    loader = Session().get_component('data_loader')
    data = loader.load_data('partitions')
    provider = EndpointProvider(loader.load_service_model('wickr', 'endpoint-rule-set-1'), data)
    cases = [
        {'region': region, 'useFips': fips, 'useDualstack': dual}
        for partition in data['partitions']
        for region in sorted(one for one in partition['regions'] if not one.endswith('-global'))
        for fips, dual in product([False, True], repeat=2)
    ]
    expected = [
        provider.resolve_endpoint(Region=one['region'], UseFIPS=one['useFips'], UseDualStack=one['useDualstack']).url
        for one in cases
    ]
    for one, ours, theirs in zip(cases, in_node(RESOLVE, cases), expected, strict=True):
        expect(ours, theirs, f'the endpoint of {one}')
    return f'{len(cases)} endpoints in {len(data["partitions"])} partitions'


if __name__ == '__main__':
    sys.exit(run_claims('botocore', [signatures, endpoints]))
