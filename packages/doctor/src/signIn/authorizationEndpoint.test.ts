import { expect, test } from 'vitest';
import { judgeRedirectUris, type SignInAttempt } from './authorizationEndpoint.ts';
import { SignInReport } from './signInReport.ts';

const ofService = 'https://vault.example/api/auth/oidc/corp/token';
const own = 'http://127.0.0.1:5/callback';

type Answers = Readonly<Record<string, () => Response>>;

/** What is said of both redirect URIs by a provider that answers so. */
async function judged(answers: Answers) {
  const report = new SignInReport();
  const isUnknown = await judgeRedirectUris({
    values: { redirectUri: ofService },
    state: 'state',
    nonce: 'nonce',
    report,
    endpoint: {
      redirectUri: own,
      codeVerifier: 'v'.repeat(43),
      server: { authorization_endpoint: 'https://idp.example/authorize' },
      client: { client_id: 'vault' },
      reader: {
        signal: new AbortController().signal,
        surroundings: {
          fetch: async (url: string) =>
            answers[new URL(url).searchParams.get('redirect_uri') ?? '']?.(),
        },
      },
    },
  } as unknown as SignInAttempt);
  const { findings } = report.judgement();
  return { isUnknown, codes: findings.map(({ code }) => code) };
}

function leadingTo(location: string): () => Response {
  return () => new Response('', { status: 302, headers: { location } });
}

function page(): Response {
  return new Response('');
}

function withReset(): Response {
  throw new TypeError('reset');
}

test.each([
  ['a reset', withReset],
  ['429', () => new Response('', { status: 429 })],
  ['503', () => new Response('', { status: 503 })],
])('a redirect URI is unknown by a page of the provider, and not by %s', async (_, failed) => {
  const [toService, toOwn] = [leadingTo(ofService), leadingTo(`${own}?error=login_required`)];
  expect(await judged({ [ofService]: page, [own]: toOwn })).toEqual({
    isUnknown: false,
    codes: ['redirectUriUnknown'],
  });
  expect(await judged({ [ofService]: failed, [own]: toOwn })).toEqual({
    isUnknown: false,
    codes: [],
  });
  expect((await judged({ [ofService]: toService, [own]: page })).isUnknown).toBe(true);
  expect((await judged({ [ofService]: toService, [own]: failed })).isUnknown).toBe(false);
});
