import { newMock, type EmbeddedMock } from '../apiEntry.ts';

interface RunningTarget extends AsyncDisposable {
  readonly mock: EmbeddedMock;
  readonly url: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** A mock of an API that is a target like any other. */
export async function startTarget(api: string): Promise<RunningTarget> {
  const mock = await newMock(api);
  const running = await mock.start();
  return {
    mock,
    url: running.url,
    environment: mock.demo.environment,
    [Symbol.asyncDispose]: () => running.stop(),
  };
}

/** Without a provider there is nothing to read at the level that changes nothing. */
export const oneOfEach = {
  resources: {
    provider: {
      '': {
        corp: {
          id: 'corp',
          discoveryEndpointUrl: 'https://idp.example.com/.well-known/openid-configuration',
          clientId: 'pvwa',
          clientSecretMethod: 'Basic',
          authenticationFlow: 'Code',
          userNameClaim: 'preferred_username',
        },
      },
    },
    authenticationMethod: { '': { pvwa: { id: 'pvwa', displayName: 'Sign in', enabled: true } } },
  },
};
