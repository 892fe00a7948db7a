import { apis, type ApiName } from '@oidc-admin/conformance/testing';
import type { Mock } from '@oidc-admin/mock';
import type { SharedCall } from './listCalls.ts';

/** A mock, what signs in there, and what makes sure that the resource of a call is there. */
export interface WireMock {
  readonly mock: Mock;
  readonly signIn: Readonly<Record<string, string>>;
  readonly prepare: (call: SharedCall) => void;
}

/** What is saved under the id of a call, beside that id. */
const saved: Readonly<Record<string, object>> = {
  provider: {
    authenticationFlow: 'Code',
    clientId: 'c',
    clientSecretMethod: 'Basic',
    userNameClaim: 'sub',
  },
  authenticationMethod: {},
};

/** Makes a mock whose session has the same token in every run, so that it can be compared. */
export async function createWireMock(api: ApiName): Promise<WireMock> {
  const mock = (await apis[api].createMock())({ newToken: () => 'c2Vzc2lvbg/+==' });
  return {
    mock,
    signIn: api === 'wickr' ? keysOf(mock) : { token: await logOn(mock) },
    prepare: ({ operation, path: { id }, answer }) => {
      const found = mock.contract.operations.find((one) => one.id === operation)?.action;
      if (id === undefined || answer === 404 || found === undefined || !('resource' in found))
        return;
      const { resource } = found;
      mock.state.seed({ resources: { [resource]: { '': { [id]: { id, ...saved[resource] } } } } });
    },
  };
}

function keysOf({ demo: { environment } }: Mock): WireMock['signIn'] {
  return {
    accessKeyId: environment['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: environment['AWS_SECRET_ACCESS_KEY'] ?? '',
    region: environment['AWS_REGION'] ?? '',
  };
}

async function logOn({ contract, demo: { environment }, fetch }: Mock): Promise<string> {
  const response = await fetch(`http://mock${contract.basePath}/api/Auth/CyberArk/Logon`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      username: environment['PVWA_USERNAME'],
      password: environment['PVWA_PASSWORD'],
      concurrentSession: true,
    }),
  });
  return String(await response.json());
}
