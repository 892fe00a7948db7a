import type { Contract } from '@oidc-admin/contract';
import type { RunOptions } from './runTarget.ts';
import { nearestOf, WrongOption } from './wrongOption.ts';

type Settings = Pick<RunOptions, 'unsupported' | 'expected' | 'existing'>;

function unknownName(
  option: string,
  sort: string,
  names: readonly string[],
  known: readonly string[],
): WrongOption | undefined {
  const wrong = names.find((name) => !known.includes(name));
  if (wrong === undefined) return undefined;
  const near = nearestOf(wrong, known, 3).join(', ');
  return new WrongOption(option, `there is no ${sort} ${wrong}; nearest: ${near}`);
}

/** What is named twice, or without saying why. */
function unreasoned(
  option: string,
  entries: readonly { readonly name: string; readonly reason: string }[],
): WrongOption | undefined {
  const empty = entries.find(({ reason }) => reason.trim() === '');
  if (empty !== undefined)
    return new WrongOption(option, `${empty.name} needs a reason: say in a few words why`);
  const names = entries.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  return twice === undefined ? undefined : new WrongOption(option, `${twice} is there twice`);
}

/** What stands below something that a run makes or finds listed: nobody can say below which one it is. */
function belowAnother({ resources }: Contract, names: readonly string[]): WrongOption | undefined {
  const below = resources.find(
    ({ name, parentResource }) => parentResource !== undefined && names.includes(name),
  );
  if (below === undefined) return undefined;
  const { name, parentResource = '' } = below;
  return new WrongOption(
    'existing',
    `a ${name} stands below a ${parentResource}, and cannot be named by its key alone`,
  );
}

/** Throws a `WrongOption` for what is said of a server that its contract knows nothing of. */
export function checkSettings(
  contract: Contract,
  { unsupported = [], expected = [], existing = {} }: Settings,
): void {
  const keyed = contract.resources.filter(({ key }) => key !== undefined).map(({ name }) => name);
  const operations = unsupported.map(({ operation }) => operation);
  const clauses = expected.map(({ clause }) => clause);
  const ids = contract.operations.map(({ id }) => id);
  const clauseIds = contract.clauses.map(({ id }) => id);
  const wrong =
    unknownName('unsupported', 'operation', operations, ids) ??
    unreasoned(
      'unsupported',
      unsupported.map(({ operation, reason }) => ({ name: operation, reason })),
    ) ??
    unknownName('expected', 'clause', clauses, clauseIds) ??
    unreasoned(
      'expected',
      expected.map(({ clause, reason }) => ({ name: clause, reason })),
    ) ??
    unknownName('existing', 'resource with keys', Object.keys(existing), keyed) ??
    belowAnother(contract, Object.keys(existing));
  if (wrong !== undefined) throw wrong;
}
