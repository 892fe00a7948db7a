import { expect, test } from 'vitest';
import { usages } from './usage.ts';

/** The example of a client whose API signs in by client credentials. */
function exampleOf(language: string): string {
  const call = {
    group: 'ThingsApi',
    method: 'listThings',
    path: {},
    optional: 0,
    urlVariable: 'THINGS_URL',
    scheme: { kind: 'oauth2', name: 'token' },
    credentials: { clientId: 'THINGS_CLIENT_ID', clientSecret: 'THINGS_CLIENT_SECRET' },
  } as unknown as Parameters<(typeof usages)[string]>[0];
  return (
    usages[language]?.(call, { api: 'things' } as Parameters<(typeof usages)[string]>[1]).text ?? ''
  );
}

test.each([
  ['python', /if not token:\n\s+raise SystemExit/, /timeout=30, redirect=False/],
  [
    'typescript-fetch',
    /if \(!token\.access_token\) throw/,
    /redirect: 'manual',\n\s+signal: AbortSignal\.timeout/,
  ],
  ['go', /if err != nil/, /context\.WithTimeout\(/],
])('%s: an example ends where no token or no answer comes', (language, checked, ends) => {
  expect(exampleOf(language)).toMatch(checked);
  expect(exampleOf(language)).toMatch(ends);
});
