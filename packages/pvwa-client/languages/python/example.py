import os

from pvwa_client import ProviderAdd, ProviderAddByDiscovery, ProvidersApi
from pvwa_client.session import Session

with Session(os.environ['PVWA_URL'], os.environ['PVWA_USERNAME'], os.environ['PVWA_PASSWORD']) as session:
    providers = ProvidersApi(session)
    discovery = 'https://idp.example.net/.well-known/openid-configuration'
    added = ProviderAddByDiscovery(id='example', clientId='pvwa', clientSecretMethod='Post', discoveryEndpointUrl=discovery)
    providers.add_provider(ProviderAdd(added))
    print([one.id for one in providers.list_providers().providers])
    providers.delete_provider('example')
