import {
  sharedContract,
  credentialVariables,
  accessTable,
  variableName,
  type Contract,
  type JsonValue,
  type Parameter,
} from '@oidc-admin/contract';
import { validatorsOf } from '@oidc-admin/model';
import { createMock } from '../createMock.ts';
import type { MockDefinition } from '../definition.ts';
import type { Mock, MockOptions } from '../mock.ts';
import { schemaExample } from '../schemaExample.ts';
import { tokenPath } from './issuedTokens.ts';
import type { MockCredentials } from './mockCredentials.ts';

/** Options of the mock of an API that its document describes completely. */
export interface StandardMockOptions extends MockOptions {
  /** What of the definition is not read off the document. */
  readonly definition?: Partial<Omit<MockDefinition, 'document'>>;
}

/**
 * The mock of an API whose security schemes OpenAPI has words for: credentials, parents and settings of a demonstration are
 * made up from the document, one set for each role.
 */
export function createStandardMock(document: unknown, options: StandardMockOptions = {}): Mock {
  const { definition = {}, ...others } = options;
  const contract = sharedContract(document);
  const table = accessTable(contract);
  const credentials = definition.credentials ?? demoCredentials(contract);
  const parents = Object.fromEntries(
    table.parents.map((name) => [name, demoParents(contract, name)]),
  );
  const settings = Object.fromEntries(table.settings.map((name) => [name, 'demo']));
  const environment = {
    ...Object.fromEntries(
      credentials.flatMap(({ role, ...held }) =>
        Object.values(contract.security).flatMap(({ kind }) =>
          Object.entries(credentialVariables(table, kind, role)).map(([name, variable]) => [
            variable,
            held[name as keyof typeof held] ?? '',
          ]),
        ),
      ),
    ),
    ...Object.fromEntries(
      Object.values(contract.security).flatMap(({ tokenUrl }) =>
        tokenUrl === undefined
          ? []
          : [[variableName(contract.api, 'TOKEN_URL'), tokenPath(contract, tokenUrl)]],
      ),
    ),
    ...Object.fromEntries(
      Object.entries(parents).flatMap(([name, [first = '', second = '']]) => [
        [variableName(contract.api, name), first],
        [variableName(contract.api, 'OTHER', name), second],
      ]),
    ),
    ...Object.fromEntries(
      Object.entries(settings).map(([name, value]) => [variableName(contract.api, name), value]),
    ),
  };
  return createMock(
    {
      document,
      deployment: { parents, users: {}, settings },
      environment,
      ...definition,
      credentials,
    },
    others,
  );
}

/** One of each sort for each role; all are made up, and different. */
function demoCredentials({ api, roles }: Contract): readonly MockCredentials[] {
  const names = roles.length === 0 ? ['admin'] : roles.map(({ name }) => name);
  return names.map((name) => ({
    role: roles.length === 0 ? '' : name,
    token: `demo-token-of-${name}-0123456789abcdef`,
    username: `demo-${name}`,
    password: `Demo-Passw0rd-of-${name}`,
    apiKey: `demo-key-of-${name}-0123456789abcdef`,
    clientId: `demo-${api}-${name}`,
    clientSecret: `demo-secret-of-${name}-0123456789abcdef`,
  }));
}

/** Two values of a path parameter that names a parent. Throws where none fits its schema. */
function demoParents(contract: Contract, name: string): readonly string[] {
  const found = contract.operations.flatMap((operation) =>
    operation.parameters
      .filter((one) => one.in === 'path' && one.name === name)
      .map((parameter) => ({ operation, parameter })),
  );
  const [first] = found;
  if (first === undefined) return [];
  const validators = validatorsOf(contract);
  const others = Object.fromEntries(
    first.operation.parameters.map((one) => [one.name, textOf(schemaExample(one.schema))]),
  );
  const fits = (value: string): boolean =>
    validators
      .validatePath(first.operation.id, { ...others, [name]: value })
      .every(({ property }) => property !== name);
  const values = [...new Set(candidates(first.parameter))].filter(fits).slice(0, 2);
  if (values.length > 0) return values;
  throw new Error(
    `no value could be made up that fits the schema of the path parameter ${name}; give its schema 'examples'`,
  );
}

function candidates({ schema, enum: values = [] }: Parameter): readonly string[] {
  const { examples } = schema;
  const shown = Array.isArray(examples) ? (examples as JsonValue[]) : [];
  const digits = Array.from({ length: 20 }, (_, index) =>
    '1234567890'.repeat(2).slice(0, index + 1),
  );
  return [
    ...shown.map(textOf),
    ...values.map(textOf),
    'first',
    'second',
    ...digits,
    ...digits.map((text) => text.replaceAll('1', '7')),
    '11111111-1111-4111-8111-111111111111',
    '22222222-2222-4222-8222-222222222222',
    textOf(schemaExample(schema)),
  ];
}

function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
