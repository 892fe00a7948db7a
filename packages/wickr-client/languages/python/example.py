import os

from botocore.credentials import Credentials
from wickr_client import Configuration, OIDCApi, RegisterOidcConfigRequest
from wickr_client.signed_client import SignedClient

keys = Credentials(os.environ['AWS_ACCESS_KEY_ID'], os.environ['AWS_SECRET_ACCESS_KEY'], os.environ.get('AWS_SESSION_TOKEN'))
oidc = OIDCApi(SignedClient(keys, os.environ['AWS_REGION'], 'wickr', Configuration(host=os.environ['WICKR_ENDPOINT'])))
network = os.environ['WICKR_NETWORK_ID']
saved = RegisterOidcConfigRequest(companyId='us-east-1-example', issuer='https://login.example.com', scopes='openid')
oidc.register_oidc_config(network, saved)
print(oidc.get_oidc_info(network).openid_connect_info)
