import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contract } from '@oidc-admin/contract';
import { chromium, type Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { apis } from '../testing/generated/apis.ts';
import { judgeTraffic } from './judgeTraffic.ts';
import { readHar } from './readHar.ts';

interface HarFile {
  log: {
    entries: {
      request: { method: string; url: string; postData?: { text: string } };
      response: {
        status: number;
        headers: { name: string; value: string }[];
        content: { text?: string };
      };
    }[];
  };
}

let contract: Contract;
let recorded: string;

type Step = readonly [method: string, path: string, body?: unknown];

/** What an administrator does in a session, sent by the page itself. */
async function administer(page: Page, base: string, logon: unknown): Promise<void> {
  const provider = {
    id: 'corp',
    discoveryEndpointUrl: 'https://idp.example.com/.well-known/openid-configuration',
    clientId: 'pvwa',
    clientSecret: 'a-client-secret-of-a-browser',
    clientSecretMethod: 'Basic',
    description: 'Sign-in for all staff',
  };
  const { id: _, description: _text, ...less } = provider;
  const providers = '/api/Configuration/OIDC/Providers';
  const methods = '/api/Configuration/AuthenticationMethods';
  const steps: readonly Step[] = [
    ['POST', providers, provider],
    ['POST', providers, provider],
    ['GET', `${providers}/corp`],
    ['GET', providers],
    ['PUT', `${providers}/corp/`, { ...less, clientId: 'other' }],
    ['GET', `${providers}/corp`],
    ['POST', methods, { id: 'corp', displayName: 'Example', enabled: true }],
    ['GET', `${methods}/corp`],
    ['DELETE', `${providers}/corp/`],
    ['GET', `${providers}/corp`],
    ['GET', providers],
    ['POST', '/api/Auth/Logoff'],
    ['GET', providers],
  ];
  await page.evaluate(
    async ({ base: origin, logon: credentials, steps: all }) => {
      const json = { 'content-type': 'application/json' };
      const opened = await fetch(`${origin}/api/Auth/CyberArk/Logon`, {
        method: 'POST',
        headers: json,
        body: JSON.stringify(credentials),
      });
      const authorization = (await opened.json()) as string;
      for (const [method, path, body] of all) {
        const answered = await fetch(origin + path, {
          method,
          headers: body === undefined ? { authorization } : { ...json, authorization },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        });
        await answered.text();
        // The times of a HAR are cut to milliseconds: of requests that are nearer to each other nobody can tell which came first.
        await new Promise((resolve) => setTimeout(resolve, 3));
      }
    },
    { base, logon, steps },
  );
}

beforeAll(async () => {
  const mock = (await apis.pvwa.createMock())();
  ({ contract } = mock);
  await using running = await mock.start();
  const path = join(await mkdtemp(join(tmpdir(), 'browser-har-')), 'session.har');
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update'],
  });
  const context = await browser.newContext({ recordHar: { path, content: 'embed' } });
  const page = await context.newPage();
  // Any page of the server will do: requests of the same origin need no permission.
  await page.goto(running.url);
  const { PVWA_USERNAME: username, PVWA_PASSWORD: password } = mock.demo.environment;
  await administer(page, running.url, { username, password });
  await context.close();
  await browser.close();
  recorded = await readFile(path, 'utf8');
});

/** The clauses that are named where one response of the recording was another one. */
function named(
  method: string,
  path: RegExp,
  nth: number,
  change: (response: HarFile['log']['entries'][number]['response']) => void,
): readonly string[] {
  const har = JSON.parse(recorded) as HarFile;
  const own = har.log.entries.filter(
    ({ request }) => request.method === method && path.test(new URL(request.url).pathname),
  );
  const entry = own[nth];
  if (entry === undefined) throw new Error(`no ${method} ${path.source} is the ${nth + 1}th`);
  change(entry.response);
  return [...judgeTraffic(contract, readHar(JSON.stringify(har))).broken.keys()];
}

/** Changes the JSON body of a response. */
function edited(edit: (body: Record<string, unknown>) => unknown): Parameters<typeof named>[3] {
  return (response) => {
    const body = JSON.parse(response.content.text ?? '{}') as Record<string, unknown>;
    response.content.text = JSON.stringify(edit(body) ?? body);
  };
}

test('a session of Chromium with a right server is accused of nothing', () => {
  const judge = judgeTraffic(contract, readHar(recorded));
  expect(judge.findings).toEqual([]);
  expect(judge.judged).toBe(14);
});

const one = /\/Providers\/corp\/?$/;
const all = /\/Providers$/;

test.each<[string, string, string, RegExp, number, Parameters<typeof named>[3]]>([
  [
    'another success on add',
    'pvwa.addProvider.201.status',
    'POST',
    all,
    0,
    (response) => (response.status = 200),
  ],
  [
    'a second add that is taken',
    'pvwa.addProvider.taken',
    'POST',
    all,
    1,
    (response) => (response.status = 201),
  ],
  [
    'another value read than written',
    'pvwa.provider.kept',
    'GET',
    one,
    0,
    edited((body) => ({ ...body, clientId: 'else' })),
  ],
  [
    'a secret in a read',
    'pvwa.provider.neverReturned',
    'GET',
    one,
    0,
    edited((body) => ({ ...body, clientSecret: 'x' })),
  ],
  [
    'a number for a text',
    'pvwa.getProvider.200.description.propertyType',
    'GET',
    one,
    0,
    edited((body) => ({ ...body, description: 5 })),
  ],
  [
    'a list without what was added',
    'pvwa.provider.listed',
    'GET',
    all,
    0,
    edited(() => ({ Providers: [] })),
  ],
  [
    'a body after an update',
    'pvwa.updateProvider.200.noBody',
    'PUT',
    one,
    0,
    (response) => (response.content = { text: '{}' }),
  ],
  [
    'what an update left out',
    'pvwa.provider.replaced',
    'GET',
    one,
    1,
    edited((body) => ({ ...body, description: 'Sign-in for all staff' })),
  ],
  [
    'a read of what was deleted',
    'pvwa.provider.deleted',
    'GET',
    one,
    2,
    (response) => {
      response.status = 200;
      response.content.text =
        '{"id":"corp","authenticationFlow":"Code","clientId":"other","clientSecretMethod":"Basic","userNameClaim":"preferred_username"}';
    },
  ],
  [
    'a session after log-off',
    'pvwa.listProviders.closed.security',
    'GET',
    all,
    2,
    (response) => {
      response.status = 200;
      response.content.text = '{"Providers":[]}';
    },
  ],
])('%s is found, and nothing else', (_, clause, method, path, nth, change) => {
  expect(named(method, path, nth, change)).toEqual([clause]);
});
