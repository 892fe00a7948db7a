import { readFileSync } from 'node:fs';
import { contractOf, type Property } from '@oidc-admin/contract';
import { describe, expect, test } from 'vitest';
import { demonstration, type ApiName } from '../testing/checkAll.ts';
import { apis } from '../testing/generated/apis.ts';
import type { CheckContext } from './checkContext.ts';
import { checksOf } from './checksOf.ts';

type Fields = Readonly<Record<string, unknown>>;
type OpenApi = Fields & {
  readonly paths: Readonly<Record<string, Fields>>;
  readonly components: Fields & { readonly schemas: Readonly<Record<string, Fields>> };
};

function documentOf(api: ApiName): OpenApi {
  const path = `../../../../specs/${api}/generated/document.json`;
  return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as OpenApi;
}

/** Every object gets a property in front of all others. */
function withAnotherProperty(document: OpenApi): OpenApi {
  const schemas = Object.entries(document.components.schemas).map(([name, schema]) => {
    if (schema['properties'] === undefined) return [name, schema];
    const properties = { aFirst: { type: 'string' }, ...schema['properties'] };
    return [name, { ...schema, properties }];
  });
  const components = { ...document.components, schemas: Object.fromEntries(schemas) as never };
  return { ...document, components };
}

/** Another operation, which asks with the body of one that writes, in front of all others. */
function withAnotherOperation(document: OpenApi): OpenApi {
  const item = Object.values(document.paths).find((one) => one['post'] !== undefined);
  const post = {
    ...(item?.['post'] as Fields),
    operationId: 'aFirst',
    'x-action': { changes: 'nothing' },
  };
  const path = Object.keys(document.paths).find((one) => document.paths[one] === item);
  return {
    ...document,
    paths: {
      [`${path}/first`]: { parameters: item?.['parameters'] ?? [], post },
      ...document.paths,
    },
  };
}

describe.each(Object.keys(apis) as ApiName[])('the list of checks of %s', (api) => {
  test('has a check for every clause, and speaks of no other', async () => {
    const { contract } = await demonstration(api);
    const verified = new Set(checksOf(contract).flatMap(({ clauses }) => clauses));
    const clauses = contract.clauses.map(({ id }) => id);
    expect(clauses.filter((id) => !verified.has(id))).toEqual([]);
    expect([...verified].filter((id) => !clauses.includes(id))).toEqual([]);
  });

  test('is the same each time, with an id of its own for each check', async () => {
    const [one, other] = [await demonstration(api), await demonstration(api)];
    const ids = checksOf(one.contract).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(checksOf(other.contract).map(({ id }) => id)).toEqual(ids);
  });

  test('waits at the end for what must have expired', async () => {
    const { contract } = await demonstration(api);
    const patient = checksOf(contract).map(({ id, waits, operation }) =>
      waits === true && operation !== undefined ? id : '',
    );
    const first = patient.findIndex((id) => id !== '');
    expect(patient.slice(first < 0 ? patient.length : first)).not.toContain('');
  });

  test('puts every check into the module of one operation or one resource', async () => {
    const { contract } = await demonstration(api);
    for (const { operation, resource } of checksOf(contract))
      expect([operation, resource].filter((one) => one !== undefined)).toHaveLength(1);
  });

  test('asks for nothing at the default level that could change the target', async () => {
    const { contract } = await demonstration(api);
    const changing = contract.operations
      .filter(({ changes, action }) => changes && action.does !== 'open' && action.does !== 'close')
      .map(({ id }) => id);
    const harmless = checksOf(contract).filter(({ needs }) => needs === 'default');
    // An unknown method at the path of such an operation is a GET.
    const ids = harmless
      .filter(({ operation = '' }) => changing.includes(operation))
      .map(({ id }) => id);
    expect(ids.filter((id) => !id.endsWith('.method/GET'))).toEqual([]);
  });

  test('knows each check by the id of its clause and the name of its variant', async () => {
    const { contract } = await demonstration(api);
    for (const { id, clauses } of checksOf(contract)) {
      const [about = ''] = clauses;
      expect(id === about || id.startsWith(`${about}/`)).toBe(true);
    }
  });

  test('keeps every id where the specification gets another property or another operation', async () => {
    const document = documentOf(api);
    const ids = (changed: OpenApi): ReadonlySet<string> =>
      new Set(checksOf(contractOf(changed)).map(({ id }) => id));
    const before = ids(document);
    for (const after of [withAnotherProperty(document), withAnotherOperation(document)]) {
      const known = ids(after);
      expect(known.size).toBeGreaterThan(before.size);
      expect([...before].filter((id) => !known.has(id))).toEqual([]);
    }
  });
});

test('a mistake in how checks are made is an error of one check, and takes no other along', async () => {
  const { contract } = await demonstration('pvwa');
  const wrong = contract.clauses.find(({ kind }) => kind === 'pattern');
  // No program reads this as a pattern.
  const broken = (property: Property): Property =>
    property.name === wrong?.element ? { ...property, pattern: '(' } : property;
  const operations = contract.operations.map((operation) =>
    operation.body === undefined || operation.id !== wrong?.operation
      ? operation
      : {
          ...operation,
          body: { ...operation.body, properties: operation.body.properties.map(broken) },
        },
  );
  const checks = checksOf({ ...contract, operations });
  const before = new Set(checksOf(contract).map(({ id }) => id.replace(/\/.*/, '')));
  expect(new Set(checks.map(({ id }) => id.replace(/\/.*/, '')))).toEqual(before);
  const own = checks.filter(({ id }) => id === wrong?.id);
  expect(own).toHaveLength(1);
  await expect(own[0]?.run({} as CheckContext)).rejects.toThrow(/regular expression/);
});
