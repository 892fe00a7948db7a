import {
  sharedContract,
  credentialVariables,
  accessTable,
  variableName,
  type Contract,
} from '@oidc-admin/contract';
import { createMock } from '../createMock.ts';
import type { MockDefinition } from '../definition.ts';
import type { Mock, MockOptions } from '../mock.ts';
import { demoThings } from './demoThings.ts';
import { tokenPath } from './issuedTokens.ts';
import type { MockCredentials } from './mockCredentials.ts';
import { pathExamples } from './pathExamples.ts';

/** Options of the mock of an API that its document describes completely. */
export interface StandardMockOptions extends MockOptions {
  /** What of the definition is not read off the document. */
  readonly definition?: Partial<Omit<MockDefinition, 'document'>>;
}

/**
 * The mock of an API whose security schemes OpenAPI has words for: credentials, parents and settings of a demonstration are
 * made up from the document, one set for each role. Without a seed, it starts with one of each resource that no request makes.
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
  const deployment = { parents, users: {}, settings };
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
  const things =
    others.seed === undefined ? demoThings(contract, definition.deployment ?? deployment) : {};
  const existing = Object.fromEntries(
    Object.entries(things).map(([resource, byParent]) => [
      resource,
      Object.values(byParent).flatMap((one) => Object.keys(one)),
    ]),
  );
  return createMock(
    {
      document,
      deployment,
      environment,
      existing,
      ...definition,
      credentials,
    },
    { ...others, seed: others.seed ?? { resources: things } },
  );
}

/** Two values of a path parameter that names a parent. Throws where none fits its schema. */
function demoParents(contract: Contract, name: string): readonly string[] {
  const values = pathExamples(contract, name);
  if (values !== undefined) return values;
  throw new Error(
    `no value could be made up that fits the schema of the path parameter ${name}; give its schema 'examples'`,
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
