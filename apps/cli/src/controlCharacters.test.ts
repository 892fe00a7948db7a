import { expect, onTestFinished, test, vi } from 'vitest';
import { childProcess } from './testing/childProcess.ts';
import { inProcess } from './testing/inProcess.ts';
import { startServer } from './testing/startServer.ts';

const direction = '\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069';

/** Every code point below U+00A0, and the marks that turn the direction of a text. */
const everything =
  Array.from({ length: 0xa0 }, (_, code) => String.fromCharCode(code)).join('') + direction;

/** What reached the terminal that is neither printable nor the end of a line. */
function controlsIn(text: string): string[] {
  return (
    text.match(/[^\n -~\u00a0-\u{10ffff}]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu) ?? []
  );
}

const calls = [
  ['pvwa', 'listProviders'],
  ['pvwa', 'logon'],
  ['pvwa', 'listProviders', '--show-secrets'],
  ['wickr', 'getOidcInfo', '--network-id', '12345678'],
];

test.each(calls)(
  'a response of %s %s is printed as JSON that controls nothing',
  async (...args) => {
    const value = { Providers: [{ id: everything, [everything]: everything }], more: everything };
    const environment = await startServer((outgoing) => {
      outgoing.setHeader('content-type', 'application/json').end(JSON.stringify(value));
    });
    const { stdout, stderr } = await inProcess(args, { environment });
    expect(controlsIn(stdout + stderr)).toEqual([]);
    // A log-on answers a token, which this is not.
    const printed = args.includes('logon') ? [] : [value];
    expect(stdout === '' ? [] : [JSON.parse(stdout)]).toEqual(printed);
  },
);

test('so is what a command in a process of its own prints', async () => {
  const environment = await startServer((outgoing) => {
    outgoing.setHeader('content-type', 'application/json').end(JSON.stringify([everything]));
  });
  const { stdout, stderr } = await childProcess(['pvwa', 'listProviders'], { environment });
  expect(controlsIn(stdout + stderr)).toEqual([]);
  expect(JSON.parse(stdout)).toEqual([everything]);
});

const errors: readonly (readonly [string, number, Readonly<Record<string, string>>, unknown])[] = [
  ['an error', 400, {}, { ErrorCode: everything, ErrorMessage: everything, Details: everything }],
  [
    'an error of another shape',
    403,
    {},
    { message: everything, __type: everything, code: everything },
  ],
  ['a text', 500, {}, everything],
  ['a question at log-on', 500, {}, { ErrorCode: 'ITATS542I', ErrorMessage: everything }],
  [
    'headers',
    400,
    {
      'content-type': 'text/plain; x=\u009b\u0085',
      'x-request-id': '\u009b1\u0080',
      'x-amzn-requestid': '\u009b1\u0080',
      'x-amzn-errortype': '\u009b1\u0080',
      location: '/\u009b1',
    },
    {},
  ],
  ['a redirect', 307, { location: '/\u009b1' }, {}],
];

test.each(errors)(
  '%s: nothing that a server says controls the terminal',
  async (_, status, headers, body) => {
    const environment = await startServer((outgoing) => {
      outgoing.writeHead(status, { 'content-type': 'application/json', ...headers });
      outgoing.end(JSON.stringify(body));
    });
    for (const args of calls) {
      const { code, stdout, stderr } = await inProcess(args, {
        environment: { ...environment, PVWA_USERNAME: 'u', PVWA_PASSWORD: 'p' },
      });
      expect(stderr).toMatch(/^error: /);
      // Each line is the program's own: nobody adds another in its name.
      const [, ...details] = stderr.trimEnd().split('\n');
      for (const line of details) expect(line).toMatch(/^error: {3}(Details|ErrorCode): /);
      expect(controlsIn(stdout + stderr)).toEqual([]);
      expect(code).toBeGreaterThan(0);
    }
  },
);

test('a question of a server that a person is asked controls nothing', async () => {
  let count = 0;
  const environment = await startServer((outgoing) => {
    count += 1;
    outgoing.writeHead(count === 1 ? 500 : 403, { 'content-type': 'application/json' });
    outgoing.end(
      JSON.stringify({
        ErrorCode: count === 1 ? 'ITATS542I' : 'no',
        ErrorMessage: `Code ${everything}`,
      }),
    );
  });
  const { stderr } = await inProcess(['pvwa', 'logon'], {
    environment: { ...environment, PVWA_USERNAME: 'u', PVWA_PASSWORD: 'p' },
    typed: true,
    input: '123\n',
  });
  expect(stderr).toContain('Code \\u0000');
  expect(controlsIn(stderr)).toEqual([]);
});

test('neither a file name nor the environment nor an argument controls the terminal', async () => {
  // The chain of AWS reads the environment itself.
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  onTestFinished(() => void vi.unstubAllEnvs());
  const odd = everything.replace('\0', '');
  const environment = await startServer((outgoing) => void outgoing.end());
  const add = ['pvwa', 'addProvider', '--id'];
  const ways: readonly (readonly [readonly string[], Readonly<Record<string, string>>])[] = [
    [[...add, 'x', '--input', odd], {}],
    [[...add, 'x', '--client-secret-file', odd], {}],
    [[odd], {}],
    [['pvwa', odd], {}],
    [['pvwa', 'listProviders', `--${odd}`], {}],
    [['pvwa', 'listProviders', odd], {}],
    [['pvwa', 'listProviders', '--timeout', odd], {}],
    [['pvwa', 'listProviders', '--endpoint-url', `http://${odd}`], {}],
    [['pvwa', 'logon', '--type', odd], {}],
    [['pvwa', 'listProviders'], { PVWA_URL: odd }],
    [['pvwa', 'logon'], { PVWA_LOGON_TYPE: odd }],
    [['wickr', 'getOidcInfo', '--network-id', odd], {}],
    [['wickr', 'getOidcInfo', '--network-id', '12345678'], { WICKR_ENDPOINT: '', AWS_REGION: odd }],
    [['wickr', 'getOidcInfo', '--network-id', '12345678'], { AWS_PROFILE: odd }],
  ];
  for (const [args, more] of ways) {
    const { stdout, stderr, code } = await inProcess(args, {
      environment: { ...environment, ...more },
    });
    expect({ args, controls: controlsIn(stdout + stderr) }).toEqual({ args, controls: [] });
    expect({ args, code }).toEqual({ args, code: 2 });
  }
});
