import type { Clause, ClauseKind, Contract, Operation, Resource } from '@oidc-admin/contract';
import type { RunParameters } from '../runner/runParameters.ts';

const known = new WeakMap<Contract, ReadonlyMap<string, readonly Clause[]>>();

/** The clauses of an operation or a resource, by its name. */
export function clausesOf(contract: Contract, owner: string): readonly Clause[] {
  const owned =
    known.get(contract) ??
    Map.groupBy(contract.clauses, ({ operation, resource }) => operation ?? resource ?? '');
  known.set(contract, owned);
  return owned.get(owner) ?? [];
}

/** What an operation or a resource promises in one way about one element, or as a whole. */
export function clauseOf(
  contract: Contract,
  owner: string,
  kind: ClauseKind,
  element?: string,
): Clause | undefined {
  return clausesOf(contract, owner).find((one) => one.kind === kind && one.element === element);
}

/** What is said of the operation that opens sessions: they hold. */
export function signInOf(contract: Contract): Clause | undefined {
  const open = contract.operations.find(({ action }) => action.does === 'open');
  return open === undefined ? undefined : clauseOf(contract, open.id, 'signIn');
}

/** What an operation creates, reads, lists, replaces, saves or deletes. */
export function resourceOn({ resources }: Contract, { action }: Operation): Resource | undefined {
  return resources.find(({ name }) => 'resource' in action && action.resource === name);
}

/** The operations that do one of these things with a resource, in the order of the document. */
export function operationsOn(
  { operations }: Contract,
  { name }: Resource,
  does: readonly Operation['action']['does'][],
): readonly Operation[] {
  return operations.filter(
    ({ action }) => 'resource' in action && action.resource === name && does.includes(action.does),
  );
}

/** Roles that may call an operation, as prerequisites of a check. */
export function callersOf({ security, roles }: Operation): readonly string[] {
  if (security === undefined) return [];
  return roles?.slice(0, 1) ?? ['default'];
}

/** From which level on an operation is called with anything that a server could act on. */
export function needsOf({ changes, action }: Operation): RunParameters['level'] {
  return !changes || isSigningIn({ action }) ? 'default' : 'allowWrites';
}

/** Whether an operation opens or closes a session. */
export function isSigningIn({ action }: Pick<Operation, 'action'>): boolean {
  return action.does === 'open' || action.does === 'close';
}

/** An operation that needs a session and nothing else, and changes nothing: it shows whether a session holds. */
export function harmlessOf({ operations }: Contract): Operation | undefined {
  return operations.find(
    ({ security, changes, path, action }) =>
      security !== undefined && !changes && !path.includes('{') && !isSigningIn({ action }),
  );
}
