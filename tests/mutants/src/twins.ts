import type { Contract, Operation } from '@oidc-admin/contract';
import type { Fault } from '@oidc-admin/mock';
import { clausesBrokenBy } from './faultyServer.ts';

/** Faults that a server can have in one handler only: there each must be found as well as everywhere at once. */
const inOneHandler: readonly string[] = [
  'crash-on-malformed-json',
  'crash-on-empty-body',
  'crash-on-body-type',
  'crash-on-type',
  'crash-on-existence',
  'crash-on-null-required',
  'crash-on-required',
  'error-as-text',
  'error-in-envelope',
  'error-with-status-200',
  'error-texts-are-numbers',
  'content-type-missing',
  'byte-order-mark',
  'path-case-counts',
  'slash-counts',
  'refused-role-by-404',
  'session-garbage-accepted',
  'values-lower-cased',
  'quotes-lost',
  'line-breaks-changed',
  'unicode-normalised',
  'spaces-trimmed',
  'html-escaped',
  'control-characters-lost',
];

const writes: readonly Operation['action']['does'][] = ['create', 'replace', 'merge', 'save'];

/** Each of these faults that an API has, with each handler that can have it. */
export function twinsOf(
  contract: Contract,
  faults: readonly Fault[],
): readonly { readonly fault: string; readonly operation: string }[] {
  return faults
    .filter(({ name }) => inOneHandler.includes(name.split(':', 1)[0] ?? ''))
    .flatMap((fault) => {
      const broken = clausesBrokenBy(contract, fault);
      const handlers = broken.flatMap(({ operation = [] }) => operation);
      const writing = contract.operations.filter(
        ({ action }) =>
          writes.includes(action.does) &&
          broken.some(({ resource }) => 'resource' in action && resource === action.resource),
      );
      const ids = handlers.length > 0 ? handlers : writing.map(({ id }) => id);
      return [...new Set(ids)].map((operation) => ({ fault: fault.name, operation }));
    });
}
