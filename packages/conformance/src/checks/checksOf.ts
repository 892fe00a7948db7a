import type { Clause, Contract, Operation, Resource } from '@oidc-admin/contract';
import { kinds } from '../kinds/index.ts';
import { rules } from '../sequences/index.ts';
import type { Check } from './check.ts';
import { callersOf, clausesOf, needsOf } from './contractViews.ts';
import type { OperationChecks, ResourceChecks, ResponseChecks, Variant } from './kindChecks.ts';

const known = new WeakMap<Contract, readonly Check[]>();
const kindOf: Readonly<Record<string, OperationChecks | ResponseChecks>> = kinds;
const ruleOf: Readonly<Record<string, ResourceChecks>> = rules;

/** Every check of an API: a pure list, derived from its contract, in the order in which it is done. */
export function checksOf(contract: Contract): readonly Check[] {
  const before = known.get(contract);
  if (before !== undefined) return before;
  const operations = new Map(contract.operations.map((one) => [one.id, one]));
  const resources = new Map(contract.resources.map((one) => [one.name, one]));
  const checks = contract.clauses.flatMap((clause) => {
    const operation = operations.get(clause.operation ?? '');
    if (operation !== undefined) return checksOfOperation(contract, clause, operation);
    const resource = resources.get(clause.resource ?? '');
    return resource === undefined ? [] : checksOfResource(contract, clause, resource);
  });
  // What must have expired was opened before the first check: at the end, little is left to wait for.
  const isPatient = ({ waits, operation }: Check): boolean =>
    waits === true && operation !== undefined;
  const ordered = [
    ...checks.filter((check) => !isPatient(check)),
    ...checks.filter((check) => isPatient(check)),
  ];
  known.set(contract, ordered);
  return ordered;
}

function checksOfOperation(
  contract: Contract,
  clause: Clause,
  operation: Operation,
): readonly Check[] {
  const kind = kindOf[clause.kind];
  const base = {
    operation: operation.id,
    needs: needsOf(operation),
    principals: callersOf(operation),
    clauses: shownWith(contract, clause),
  };
  return variantsOf(() => kind?.variants?.({ contract, clause, operation })).map((variant, index) =>
    checkOf(clause, base, variant, index === 0),
  );
}

function checksOfResource(
  contract: Contract,
  clause: Clause,
  resource: Resource,
): readonly Check[] {
  const writer = contract.operations.find(
    ({ id }) => id === (resource.operations.create ?? resource.operations.save),
  );
  const base = {
    resource: resource.name,
    needs: 'allowWrites' as const,
    principals: writer === undefined ? [] : callersOf(writer),
    clauses: [],
  };
  return variantsOf(() => ruleOf[clause.kind]?.variants({ contract, clause, resource })).map(
    (variant, index) => checkOf(clause, base, variant, index === 0),
  );
}

/** The variants of one clause. Where there is a mistake in how they are made, it is that of one check, and ends no other. */
function variantsOf(made: () => readonly Variant[] | undefined): readonly Variant[] {
  try {
    return made() ?? [];
  } catch (error) {
    const run = (): Promise<void> => Promise.reject(error);
    return [{ run }];
  }
}

function checkOf(
  { id }: Clause,
  base: Omit<Check, 'id' | 'run'>,
  { name, needs = base.needs, clauses = [], run, ...variant }: Variant,
  isFirst: boolean,
): Check {
  return {
    ...base,
    ...variant,
    id: name === undefined ? id : `${id}/${name}`,
    clauses: [...new Set([id, ...clauses, ...base.clauses])],
    needs,
    ...(isFirst ? { quick: true } : {}),
    run,
  };
}

/** What of responses the checks of a clause see beside it. */
function shownWith(contract: Contract, { kind, operation = '', value }: Clause): readonly string[] {
  const entry = kindOf[kind];
  const shows = entry !== undefined && 'shows' in entry ? entry.shows : undefined;
  if (shows === undefined) return [];
  const all = clausesOf(contract, operation);
  const conditional = all.filter((one) => one.kind === 'presentWhen');
  const isBelow = ({ element = '' }: Clause, around: Clause): boolean =>
    element === around.element || element.startsWith(`${around.element}.`);
  return all
    .filter((one) => {
      const response = kindOf[one.kind];
      if (response === undefined || !('shownBy' in response) || response.shownBy !== shows)
        return false;
      const condition = conditional.find((around) => isBelow(one, around));
      // What is there only where something was sent is seen only by the checks that send it.
      return condition === undefined || (kind === 'presentWhen' && sameValue(condition, value));
    })
    .map(({ id }) => id);
}

function sameValue(condition: Clause, value: Clause['value']): boolean {
  return JSON.stringify(condition.value) === JSON.stringify(value);
}
