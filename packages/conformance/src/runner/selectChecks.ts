import { createHash } from 'node:crypto';
import type { Contract } from '@oidc-admin/contract';
import type { Check } from '../checks/check.ts';
import { checksOf } from '../checks/checksOf.ts';
import type { Shard } from './runParameters.ts';
import type { RunOptions } from './runTarget.ts';
import { nearestOf, WrongOption } from './wrongOption.ts';

/** The checks that a run does, and the ids of those that `quick` leaves out. */
export interface SelectedChecks {
  readonly checks: readonly Check[];
  readonly leftOut: readonly string[];
}

/** The operations and resources of an API. */
function ownersOf({ operations, resources }: Contract): readonly string[] {
  return [...operations.map(({ id }) => id), ...resources.map(({ name }) => name)];
}

/** Whether a check belongs to a part: by its id alone, so that a new check moves no other one. */
export function isInShard(id: string, { index, count }: Shard): boolean {
  return createHash('sha256').update(id).digest().readUInt32BE() % count === index - 1;
}

/** Whether a name is meant, with or without the API in front; a star stands for any characters. */
function matcher(pattern: string, api: string): (name: string) => boolean {
  const plain = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const rule = pattern
    .split('*')
    .map((text) => plain(text))
    .join('.*');
  const own = rule.startsWith(plain(`${api}.`)) ? rule.slice(plain(`${api}.`).length) : rule;
  const whole = new RegExp(`^(?:${plain(api)}\\.)?${own}$`, 's');
  return (name) => whole.test(name);
}

/**
 * The checks that a name or a pattern means: those of an operation or a resource, of a clause, or by their own ids. A clause
 * after which no check is named is checked by all that verify it.
 */
function checksNamed(contract: Contract, all: readonly Check[], pattern: string): readonly Check[] {
  const isMeant = matcher(pattern, contract.api);
  const clauses = new Set(contract.clauses.map(({ id }) => id).filter((id) => isMeant(id)));
  const clauseOf = ({ id }: Check): string => id.split('/', 1)[0] ?? '';
  const named = new Set(all.map((check) => clauseOf(check)).filter((id) => clauses.has(id)));
  const hasNoOwn = (clause: string): boolean => clauses.has(clause) && !named.has(clause);
  return all.filter(
    (check) =>
      isMeant(check.operation ?? check.resource ?? '') ||
      isMeant(check.id) ||
      named.has(clauseOf(check)) ||
      check.clauses.some((clause) => hasNoOwn(clause)),
  );
}

/** Whether a name or a pattern means any check of an API. */
export function selectsAny(contract: Contract, pattern: string): boolean {
  return checksNamed(contract, checksOf(contract), pattern).length > 0;
}

/** Throws a `WrongOption` for a name or a pattern that means nothing in any of the contracts. */
export function checkOnly(only: readonly string[], contracts: readonly Contract[]): void {
  const unknown = only.find((pattern) =>
    contracts.every((contract) => !selectsAny(contract, pattern)),
  );
  if (unknown === undefined) return;
  const owners = contracts.flatMap((contract) => ownersOf(contract));
  const ids = contracts.flatMap((contract) => [
    ...contract.clauses.map(({ id }) => id),
    ...checksOf(contract).map(({ id }) => id),
  ]);
  // Whoever leaves the API out is understood, and so is what they misspell.
  const isWhole = contracts.some(({ api }) => unknown.startsWith(`${api}.`));
  const short = ids.map((id) => id.slice(id.indexOf('.') + 1));
  const plain = unknown.replaceAll('*', '');
  const known = unknown.includes('.') ? (isWhole ? ids : short) : owners;
  const near = [...new Set(nearestOf(plain, [...new Set(known)], 3))].join(', ');
  throw new WrongOption(
    'only',
    `${unknown}: no operation, resource, clause or check; nearest: ${near}; operations and resources are ${owners.join(', ')}; --list prints the clauses`,
  );
}

/**
 * Throws a `WrongOption` for a check that is not known. It names those with a similar id: variants of the clause that was
 * meant, else by spelling.
 */
export function checkReplay(replay: string, ids: readonly string[]): void {
  if (ids.includes(replay)) return;
  const variants = ids.filter((id) => id.startsWith(`${replay}/`));
  const close = variants.length > 0 ? variants.slice(0, 5) : nearestOf(replay, ids);
  throw new WrongOption('replay', `${replay}: no check ${replay}; close: ${close.join(', ')}`);
}

/** Picks the checks that the options ask for, in the order in which they run. Throws `WrongOption`. */
export function selectChecks(
  contract: Contract,
  { only = [], replay, quick = false, shard }: RunOptions,
): SelectedChecks {
  const all = checksOf(contract);
  if (replay !== undefined)
    checkReplay(
      replay,
      all.map(({ id }) => id),
    );
  const meant = new Set(only.flatMap((pattern) => checksNamed(contract, all, pattern)));
  const wanted = all.filter(
    (check) =>
      (replay === undefined || check.id === replay) && (only.length === 0 || meant.has(check)),
  );
  // What waits or repeats on purpose is not quick, whatever it verifies.
  const isKept = (check: Check): boolean =>
    !quick || (check.quick === true && check.waits !== true);
  const inShard = ({ id }: Check): boolean => shard === undefined || isInShard(id, shard);
  return {
    checks: wanted.filter((check) => isKept(check) && inShard(check)),
    leftOut: wanted.filter((check) => !isKept(check) && inShard(check)).map(({ id }) => id),
  };
}
