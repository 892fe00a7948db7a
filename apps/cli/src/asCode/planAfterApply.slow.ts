import type { CommandLine, CommandProperty } from '@oidc-admin/client';
import { type ManagedResource, managedResources } from '@oidc-admin/client/plan';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { apis } from '../generated/apis.ts';
import { commandRunner } from '../testing/commandRunner.ts';
import { oneTarget, planFolder } from '../testing/planFile.ts';
import { startPvwa, startWickr } from '../testing/startMocks.ts';

type Properties = Readonly<Record<string, unknown>>;

const key = {
  kty: 'RSA',
  kid: '1',
  use: 'sig',
  alg: 'RS256',
  n: 'sXchDaQebHnPiGvyDOAT4saG',
  e: 'AQAB',
};
const keySets = [{ keys: [key] }, { keys: [{ ...key, kid: '2' }] }].map((one) =>
  JSON.stringify(one),
);

/** Values that the limits of a property allow. */
function valueOf({
  name,
  types,
  enum: choices,
  pattern,
  format,
  prefix,
  minLength = 0,
  maxLength = 20,
  sensitive,
}: CommandProperty): fc.Arbitrary<unknown> {
  if (sensitive) return fc.constant('env:ANY_SECRET');
  if (choices !== undefined) return fc.constantFrom(...choices);
  if (types.includes('boolean')) return fc.boolean();
  if (types.includes('integer')) return fc.integer({ min: 0, max: 2 ** 31 - 1 });
  if (/jwkset/i.test(name)) return fc.constantFrom(...keySets);
  if (pattern !== undefined)
    return fc.stringMatching(new RegExp(pattern)).filter(({ length }) => length <= maxLength);
  if (format === 'uri') return fc.webUrl();
  const length = { minLength, maxLength: Math.min(maxLength, 20) };
  const text = fc.string({ ...length, unit: 'grapheme' });
  return prefix === undefined ? text : text.map((more) => `us-east-1-${more}`);
}

/** What a file can declare of a resource, beside what names it: what is required is there. */
function resourceOf(managed: ManagedResource): fc.Arbitrary<Properties> {
  const create = managed.operations.create ?? managed.operations.save;
  const properties = managed.properties.filter(({ name }) => !managed.identity.includes(name));
  const values = Object.fromEntries(properties.map((one) => [one.name, valueOf(one)]));
  const alternatives = create?.body?.alternatives ?? [[]];
  return fc
    .constantFrom(...alternatives)
    .chain((required) =>
      fc.record(values, { requiredKeys: required.filter((name) => name in values) }),
    );
}

/** The same resource, with some of its properties left out or taken away. */
function changeOf(managed: ManagedResource, whole: Properties): fc.Arbitrary<Properties> {
  const create = managed.operations.create ?? managed.operations.save;
  const required = new Set(create?.body?.alternatives.flat());
  const names = Object.keys(whole).filter((name) => !managed.identity.includes(name));
  return fc
    .record(
      Object.fromEntries(
        names.map((name) => {
          const property = managed.properties.find((one) => one.name === name);
          const value = property === undefined ? fc.constant(null) : valueOf(property);
          // What cannot be read has to be said; what one alternative requires stays.
          if (property?.sensitive) return [name, fc.constantFrom('env:ANY_SECRET', null)];
          return [name, required.has(name) ? value : fc.oneof(value, fc.constant(null))];
        }),
      ),
      { requiredKeys: names.filter((name) => managed.isSecret(name)) },
    )
    .map((given) => ({ ...whole, ...given }));
}

async function resources(api: keyof typeof apis): Promise<readonly ManagedResource[]> {
  const commandLine: CommandLine = await apis[api].load();
  return managedResources(commandLine.table);
}

const secret = { environment: { ANY_SECRET: 'hunter2hunter2' } };

/** A change has to say what becomes of what cannot be read. */
function withHidden({ properties, isSecret }: ManagedResource, whole: Properties): Properties {
  const names = properties.map(({ name }) => name).filter((name) => isSecret(name));
  return { ...whole, ...Object.fromEntries(names.map((name) => [name, whole[name] ?? null])) };
}

/** Has a server hold one declaration and then another; answers what went wrong, and what a plan found left to do. */
async function leftAfterEach(
  start: () => Promise<{ readonly environment: Readonly<Record<string, string>> }>,
  api: keyof typeof apis,
  name: string,
  identityOf: (run: number) => Properties,
): Promise<readonly unknown[]> {
  const { environment } = await start();
  const { run } = commandRunner(environment);
  const { write } = planFolder();
  const managed = (await resources(api)).find((one) => one.name === name);
  if (managed === undefined) throw new Error(`there is no ${name}`);
  const left: unknown[] = [];
  let runs = 0;
  const pairs = resourceOf(managed).chain((whole) =>
    changeOf(managed, withHidden(managed, whole)).map((change) => [whole, change] as const),
  );
  const property = fc.asyncProperty(pairs, async ([first, second]) => {
    const identity = identityOf((runs += 1));
    // Where the identity is always the same one, something is there before the first, too.
    const isNew = managed.key !== undefined;
    for (const one of [isNew ? first : withHidden(managed, first), second]) {
      const declared = { ...identity, ...one };
      const file = write(JSON.stringify(oneTarget(api, { [name]: [declared] })));
      const applied = await run(`apply ${file} --yes`, secret);
      const planned = await run(`plan ${file}`);
      if (applied.code !== 0 || planned.code !== 0) left.push({ declared, applied, planned });
    }
    return left.length === 0;
  });
  const found = await fc.check(property, { numRuns: 25, endOnFailure: true });
  // A program that breaks leaves nothing to do.
  if (found.failed && left.length === 0) throw found.errorInstance;
  return left;
}

test('plan after apply is empty for every combination of properties: providers', async () => {
  const left = await leftAfterEach(startPvwa, 'pvwa', 'provider', (run) => ({ id: `any${run}` }));
  expect(left).toEqual([]);
});

test('plan after apply is empty for every combination of properties: authentication methods', async () => {
  const left = await leftAfterEach(startPvwa, 'pvwa', 'authenticationMethod', (run) => ({
    id: `any${run}`,
  }));
  expect(left).toEqual([]);
});

test('plan after apply is empty for every combination of properties: configurations', async () => {
  const left = await leftAfterEach(startWickr, 'wickr', 'oidcConfig', () => ({
    networkId: '12345678',
  }));
  expect(left).toEqual([]);
});
