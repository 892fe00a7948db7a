import { spawnSync } from 'node:child_process';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { copyTree } from '../testing/copyTree.ts';

/** Uses the new properties through each client, against each mock; prints what was read back. */
const probe = `
import { createPvwaClient } from '@oidc-admin/pvwa-client';
import { createPvwaMock } from '@oidc-admin/pvwa-mock';
import { createWickrClient } from '@oidc-admin/wickr-client';
import { createWickrMock } from '@oidc-admin/wickr-mock';

const pvwaMock = createPvwaMock();
const pvwa = createPvwaClient({
  url: 'https://pvwa.example.net',
  username: 'admin',
  password: 'Passw0rd!',
  fetch: (url, init) => pvwaMock.fetch(url, init),
});
const discoveryEndpointUrl = 'https://idp.example.net/.well-known/openid-configuration';
const common = { id: 'x', discoveryEndpointUrl, clientId: 'x', clientSecretMethod: 'Post' } as const;
await pvwa.addProvider({ ...common, nickname: 'first' });
await pvwa.updateProvider({ ...common, nickname: 'second' });
const provider = await pvwa.getProvider({ id: 'x' });

const wickrMock = createWickrMock();
const wickr = createWickrClient({
  region: 'us-east-1',
  endpoint: 'https://wickr.example.net',
  credentials: {
    accessKeyId: 'AKIDEXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  },
  fetch: (url, init) => wickrMock.fetch(url, init),
});
const networkId = '12345678';
await wickr.registerOidcConfig({
  networkId,
  companyId: 'us-east-1-x',
  issuer: 'https://idp.example.net',
  scopes: 'openid',
  nickname: 'third',
});
const info = await wickr.getOidcInfo({ networkId });
console.log(JSON.stringify([provider.nickname, info.openidConnectInfo?.nickname]));
`;

/** Where the property goes: the schemas of requests, and those of responses. */
const places = {
  pvwa: {
    requests: ['ProviderUpdateByDiscovery', 'ProviderAddByDiscovery'],
    responses: ['Provider'],
  },
  wickr: { requests: ['RegisterOidcConfigRequest'], responses: ['OidcConfigInfo'] },
} as const;

function addProperty(root: string, api: keyof typeof places): void {
  const file = join(root, 'specs', api, 'openapi.yaml');
  const document = parseDocument(readFileSync(file, 'utf8'));
  const description = 'What people call it.';
  const property = { type: 'string', description };
  const { requests, responses } = places[api];
  for (const schema of requests) {
    document.setIn(['components', 'schemas', schema, 'properties', 'nickname'], {
      ...property,
      maxLength: 12,
      'x-outcomes': { maxLength: { allow: [400], source: 'NICKNAME-MAX' } },
    });
  }
  for (const schema of responses) {
    document.setIn(['components', 'schemas', schema, 'properties', 'nickname'], property);
  }
  writeFileSync(file, document.toString());
  appendFileSync(
    join(root, 'specs', api, 'FACTS.md'),
    `| NICKNAME-MAX | A nickname has at most 12 characters. | documented | vendor's page | yes |\n`,
  );
}

function run(root: string, ...args: string[]) {
  return spawnSync(
    process.execPath,
    args.map((arg) => arg.replace('ROOT', root)),
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
}

function typeErrors(root: string): string {
  return run(root, 'ROOT/node_modules/typescript/bin/tsc', '-p', 'apps/conformance/probe.json')
    .stdout;
}

interface Report {
  readonly targets: readonly {
    readonly clauses: readonly { readonly id: string; readonly status: string }[];
  }[];
}

test('a property that is added to a specification appears everywhere, with no other edit', () => {
  using copy = copyTree();
  const { root } = copy;
  const file = join(root, 'apps/conformance/src/probe.ts');
  writeFileSync(file, probe);
  writeFileSync(
    join(root, 'apps/conformance/probe.json'),
    JSON.stringify({ extends: './tsconfig.json', include: ['src/probe.ts'] }),
  );
  const foreign = typeErrors(root)
    .split('\n')
    .filter((line) => line.includes('nickname'));
  expect(foreign).toHaveLength(5);

  addProperty(root, 'pvwa');
  addProperty(root, 'wickr');
  const generated = run(root, 'ROOT/scripts/src/generate.ts');
  expect(generated).toMatchObject({ status: 0, stderr: '' });

  // The clients' types, and the mocks' memory.
  expect(typeErrors(root)).toBe('');
  expect(run(root, file).stdout).toBe('["second","third"]\n');

  // The flags of the command line, their limits and their help.
  for (const [api, operation] of [
    ['pvwa', 'updateProvider'],
    ['wickr', 'registerOidcConfig'],
  ] as const) {
    const help = run(root, 'ROOT/apps/cli/src/main.ts', api, operation, '--help').stdout;
    expect(help.replaceAll(/\s+/g, ' ')).toContain(
      '--nickname <text> What people call it. (text; at most 12 characters; ',
    );
    const long = ['--nickname', 'more than that'];
    const { status, stderr } = run(root, 'ROOT/apps/cli/src/main.ts', api, operation, ...long);
    expect(status).toBe(2);
    expect(stderr).toMatch(/error: --nickname: at most 12 characters; .*NICKNAME-MAX/);
  }
  expect(readFileSync(join(root, 'docs/cli.md'), 'utf8')).toContain('--nickname');

  // The cases of the conformance checks, which the mocks pass.
  const only = ['updateProvider', 'registerOidcConfig'];
  const conformance = run(
    root,
    'ROOT/apps/conformance/src/main.ts',
    '--report-dir=ROOT/reports',
    ...only.flatMap((element) => ['--only', element]),
  );
  expect(conformance).toMatchObject({ status: 0 });
  const report = JSON.parse(readFileSync(join(root, 'reports/report.json'), 'utf8')) as Report;
  const clauses = report.targets.flatMap((target) => target.clauses);
  for (const element of only) {
    const own = clauses.filter(({ id }) => id.includes(`.${element}.nickname.`));
    expect(own.map(({ id }) => id.split('.').at(-1))).toEqual(
      expect.arrayContaining(['type', 'maxLength', 'atMaxLength']),
    );
    expect(own.filter(({ status }) => status !== 'passed')).toEqual([]);
  }

  // Tests with servers that people wrote by hand, who do not know the property, stay green.
  for (const [folder, ...args] of [
    ['packages/conformance', 'src/random'],
    [
      'tests/interop',
      '--config=vitest.slow.config.ts',
      'src/plainServers.slow.ts',
      '--testNamePattern=variant a.+is accused',
    ],
  ] as const) {
    const tests = `ROOT/${folder}/node_modules/vitest/vitest.mjs`;
    const { status, stdout } = run(root, tests, 'run', `--root=${folder}`, ...args);
    expect({ folder, status }).toEqual({ folder, status: 0 });
    // Where no test has the name, vitest ends with 0 as well.
    expect(stripVTControlCharacters(stdout)).toMatch(/Tests +[1-9]\d* passed/);
  }
}, 300_000);
