import type { ApiName } from '@oidc-admin/conformance/testing';
import type { Operation } from '@oidc-admin/contract';
import type { Mock } from '@oidc-admin/mock';

type AttackedMock = Pick<Mock, 'contract' | 'deployment'>;

/** One request of a hostile caller, before it is signed in and turned into bytes. */
export interface Attack {
  /** What is wrong with it. */
  readonly kind: string;
  readonly method: string;
  readonly target: string;
  /** Sent as they are, after the credentials. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  /** Whether it has right credentials. */
  readonly signedIn: boolean;
  /** Instead of all of the above: exactly these bytes. */
  readonly raw?: Buffer;
  /** How many responses have to come; undefined where the bytes may as well be no request, or only a part of one. */
  readonly answers: number | undefined;
}

/** An operation that is attacked. */
interface AttackedOperation {
  readonly method: string;
  /** Its path, base path included; with an odd value for what stands in braces, where one is given. */
  readonly path: (odd?: string) => string;
}

/** What an attack needs to know of an API. */
export interface AttackedApi {
  readonly api: ApiName;
  readonly operations: readonly AttackedOperation[];
  /** Names of members of bodies. */
  readonly members: readonly string[];
}

/** All operations of a mock's contract; but an attacker does not sign out. */
export function attackedApi(api: ApiName, { contract, deployment }: AttackedMock): AttackedApi {
  const operations = contract.operations.filter(({ action }) => action.does !== 'close');
  const pathOf = ({ path, parameters }: Operation, odd: string | undefined): string =>
    contract.basePath +
    path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => {
      const { enum: values } = parameters.find((one) => one.name === name)?.schema ?? {};
      const known = Array.isArray(values) ? values[0] : deployment.parents[name]?.[0];
      return odd ?? String(known ?? 'corp');
    });
  return {
    api,
    operations: operations.flatMap((operation) => {
      const { method } = operation;
      const query = operation.parameters.filter((parameter) => parameter.in === 'query');
      const asked = query.map(({ name }) => `${name}=a`).join('&');
      const plain = { method, path: (odd?: string) => pathOf(operation, odd) };
      const withQuery = { method, path: (odd?: string) => `${pathOf(operation, odd)}?${asked}` };
      return asked === '' ? [plain] : [plain, withQuery];
    }),
    members: [
      ...new Set(operations.flatMap(({ body }) => body?.properties.map(({ name }) => name) ?? [])),
    ],
  };
}
