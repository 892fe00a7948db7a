import { readFileSync } from 'node:fs';
import type { RawRequest } from '@oidc-admin/client';
import { createMock, type MockOptions } from '@oidc-admin/mock';
import { parse } from 'yaml';
import type { ServedApi } from '../faultyServer.ts';
import { mutantsOf } from '../mutantsOf.ts';
import { variantMutantsOf } from '../variantMutantsOf.ts';

/** The document of an API whose bodies hold objects, lists of objects and maps; a fresh copy each time. */
export function nestedDocument(): Record<string, unknown> {
  return parse(readFileSync(new URL('nested.yaml', import.meta.url), 'utf8'));
}

/** How testers sign in: anybody may call. */
export const access = {
  variables: [],
  principals: () => ({ principals: [{ name: 'anybody' }], missing: [] }),
  parents: () => ({}),
  settings: () => ({}),
  open: async () => ({ authorize: (request: RawRequest) => request, close: async () => undefined }),
  curl: () => ({ words: '' }),
  wrong: {},
};

/** Its mock, with a broken server for each of its clauses. */
export function nestedApi(): ServedApi {
  const definition = {
    document: nestedDocument(),
    deployment: { parents: {}, users: {}, settings: {} },
    environment: {},
  };
  const make = (options: MockOptions) => createMock(definition, options);
  const { contract } = make({});
  const faults = [...mutantsOf(contract), ...variantMutantsOf(contract)];
  return { name: 'nested', createMock: make, faults, access };
}
