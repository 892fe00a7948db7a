import type { CommandProperty } from '@oidc-admin/client';
import { expect, test } from 'vitest';
import { type CliOperation, kebabCase, operationsOf } from './cliApi.ts';
import { type Flag, flagsOf } from './flags.ts';
import { apis } from './generated/apis.ts';
import { limitsOf } from './limits.ts';
import { inProcess } from './testing/inProcess.ts';

interface Case {
  readonly api: string;
  readonly operation: CliOperation;
  readonly flag: Flag;
}

const loaded = await Promise.all(
  Object.entries(apis).map(async ([api, { load }]) => ({ api, ...(await load()) })),
);
const operations = loaded.flatMap(({ api, ...commandLine }) =>
  operationsOf(commandLine).map((operation) => ({
    api,
    commandLine,
    operation,
    id: `${api} ${operation.id}`,
  })),
);
const cases = operations.flatMap(({ api, commandLine, operation }): Case[] =>
  flagsOf(commandLine, operation).map((flag) => ({ api, operation, flag })),
);

/** The option that gives a property: for a secret the one that names a file. */
function nameOf({ property, option, file }: Flag): string {
  return (property.sensitive ? file : option)?.long ?? '';
}

/** Runs an operation with one property given. */
function give({ api, operation, flag }: Case, text: string) {
  const value = flag.property.sensitive ? '-' : text;
  return inProcess([api, operation.id, nameOf(flag), value], { input: text });
}

/** Texts that break one limit of a property, and no other where that is possible. */
function breaking(
  property: CommandProperty,
): readonly { readonly kind: string; readonly text: string }[] {
  const { maxLength, minLength, pattern, minimum, maximum, types, format } = property;
  return [
    ...(property.enum === undefined ? [] : [{ kind: 'enum', text: 'none-of-them' }]),
    ...(maxLength === undefined || property.enum !== undefined
      ? []
      : [{ kind: 'maxLength', text: 'a'.repeat(maxLength + 1) }]),
    ...(minLength === 1 ? [{ kind: 'minLength', text: '' }] : []),
    ...(pattern === undefined ? [] : [{ kind: 'pattern', text: '% %' }]),
    ...(minimum === undefined ? [] : [{ kind: 'minimum', text: String(minimum - 1) }]),
    ...(maximum === undefined ? [] : [{ kind: 'maximum', text: String(maximum + 1) }]),
    ...(types.includes('integer') ? [{ kind: 'type', text: '1.5' }] : []),
    ...(format === 'uri' ? [{ kind: 'format', text: 'not a URL' }] : []),
  ];
}

function textOf(property: CommandProperty, kind: string): string {
  return limitsOf(property).find((limit) => limit.kind === kind)?.text ?? '(no such limit)';
}

const broken = cases.flatMap((one) =>
  breaking(one.flag.property).map((how) => ({
    ...one,
    ...how,
    title: `${one.api} ${one.operation.id} ${one.flag.property.name}, ${how.kind}`,
  })),
);

test('there are limits to break', () => {
  expect(new Set(broken.map(({ kind }) => kind))).toEqual(
    new Set(['enum', 'maxLength', 'minLength', 'pattern', 'type', 'format']),
  );
});

// No server is named: whatever got past the checks would fail for want of one, with another message.
test.each(broken)('$title: the message names flag, limit and row', async (one) => {
  const { flag, kind, text } = one;
  const result = await give(one, text);
  expect(result).toMatchObject({ code: 2, stdout: '' });
  const line = result.stderr
    .split('\n')
    .find((each) => each.startsWith(`error: ${nameOf(flag)}: `));
  expect(line).toContain(textOf(flag.property, kind));
  expect(line).toMatch(new RegExp(`\\(.*\\b${flag.property.source[0]}\\b.*\\)$`));
  expect(flag.property.sensitive && text !== '' && result.stderr.includes(text)).toBe(false);
});

function anyText({ flag: { property } }: Case): boolean {
  const { maxLength, enum: choices, pattern, format } = property;
  return maxLength !== undefined && [choices, pattern, format].every((rule) => rule === undefined);
}

test.each(cases.filter(anyText))(
  '$api $operation.id $flag.property.name: the limit itself is let through, counted in characters',
  async (one) => {
    const { stderr } = await give(one, '😀'.repeat(one.flag.property.maxLength ?? 0));
    expect(stderr).toMatch(/^error: /);
    expect(stderr).not.toContain(nameOf(one.flag));
  },
);

test.each(operations)(
  '$id: what is required is asked for',
  async ({ api, commandLine, operation }) => {
    const required = flagsOf(commandLine, operation).filter((flag) => flag.required);
    const { code, stderr } = await inProcess([api, operation.id]);
    expect(code).toBe(2);
    for (const flag of required)
      expect(stderr).toMatch(new RegExp(`^error: ${nameOf(flag)}.*: required`, 'm'));
  },
);

test('one complete alternative is enough, an incomplete one is not', async () => {
  const base = ['pvwa', 'updateProvider', '--id', 'x', '--client-id', 'x'];
  const all = [...base, '--client-secret-method', 'Post'];
  const keys = '{"keys":[{"kty":"RSA","n":"x","e":"AQAB"}]}';
  const three = ['--authentication-endpoint-url', 'https://x', '--issuer', 'x', '--jwk-set', keys];
  const way = '--discovery-endpoint-url, or --authentication-endpoint-url, --issuer and --jwk-set';
  for (const enough of [three, ['--discovery-endpoint-url', 'https://x']]) {
    expect((await inProcess([...all, ...enough])).stderr).toBe(
      'error: PVWA_URL (--endpoint-url) is not set\n',
    );
  }
  for (const short of [[], three.slice(0, 4), three.slice(2)]) {
    const { stderr } = await inProcess([...all, ...short]);
    expect(stderr).toContain(`error: ${way}: required`);
    // The ids of facts say how right a limit is, and nothing to those who forgot something.
    expect(stderr).not.toContain('PVWA-');
  }
});

test.each(operations)('$id: its help names every flag, limit, default and row', async (one) => {
  const { api, commandLine, operation } = one;
  const { code, stdout } = await inProcess([api, operation.id, '--help']);
  const text = stdout.replaceAll(/\s+/g, ' ');
  expect(code).toBe(0);
  const expected = flagsOf(commandLine, operation).flatMap((flag) => [
    nameOf(flag),
    flag.variable ?? '',
    flag.property.description.replaceAll(/\s+/g, ' '),
    ...limitsOf(flag.property).map((limit) => limit.text),
    flag.property.default === undefined ? '' : `default ${JSON.stringify(flag.property.default)}`,
    ...flag.property.source,
  ]);
  for (const part of expected) expect(text).toContain(part);
  for (const { status } of operation.responses) expect(text).toContain(` ${status} `);
});

test('the help of all and of one API lists every operation', async () => {
  const { stdout } = await inProcess(['--help']);
  for (const { api, settings, ...commandLine } of loaded) {
    const own = await inProcess([api, '--help']);
    for (const { id, summary } of operationsOf(commandLine)) {
      for (const text of [stdout, own.stdout])
        expect(text).toMatch(new RegExp(`  ${kebabCase(id)} +\\w`));
      expect(own.stdout.replaceAll(/\s+/g, ' ')).toContain(summary);
    }
    for (const { variable } of settings) expect(own.stdout).toContain(variable);
  }
});

test.each([
  ['help'],
  ['help', 'pvwa'],
  ['pvwa', 'help'],
  ['pvwa', 'help', 'logon'],
  ['pvwa', '-h'],
])('help is found as %s %s %s too', async (...args) => {
  const { code, stdout, stderr } = await inProcess(args);
  const path = args.filter((word) => !/^(help|-h)$/.test(word));
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain(['Usage: oidc-admin', ...path, ''].join(' '));
});

test('the first help loads no client', async () => {
  const load = (): never => expect.fail('a client was loaded');
  const only = { shelf: { title: 'Shelves', operations: { addShelf: 'Add a shelf' }, load } };
  const { code, stdout } = await inProcess(['--help'], { only });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^shelf: Shelves\n {2}add-shelf +Add a shelf$/m);
});
