import { makerOf, type JsonValue, type Parameter, valueAt } from '@oidc-admin/contract';
import type { Mismatch } from '@oidc-admin/model';
import { textOf } from '../checks/json.ts';
import type { ResourceClause } from '../checks/kindChecks.ts';
import { NotRun } from '../checks/notRun.ts';
import type { ResourceRef } from '../checks/resourceRef.ts';
import type { Sequence, Steps } from './steps.ts';

/** How many stand there when the list is looked at: servers cut at 20, 25, 50 or 100. */
const lengths = [16, 32, 64, 130];

/** A list longer than any page that a server might cut, where the document has none. */
export function longList({ contract, resource }: ResourceClause): readonly Sequence[] {
  const { delete: remove, list } = resource.operations;
  const listing = contract.operations.find(({ id }) => id === list);
  if (makerOf(resource) === undefined || remove === undefined || listing === undefined) return [];
  // Whoever may ask for a page is not promised everything at once, and nobody knows how to ask for the rest.
  if (listing.paging === undefined && listing.parameters.some(isOfPages)) return [];
  return [
    {
      name: 'long',
      needs: 'disposable',
      waits: true,
      run: async (steps) => {
        const made: ResourceRef[] = [];
        try {
          for (const length of lengths) if (!(await isWhole(steps, made, length))) return;
        } finally {
          await removeAll(steps, made);
        }
      },
    },
  ];
}

/** Whether a parameter may ask for a page: by a number, or by a text that says where it begins. */
function isOfPages({ in: place, name, types }: Parameter): boolean {
  return place === 'query' && (!types.includes('string') || pageWords.test(name));
}

const pageWords = /page|cursor|token|marker|after|before|since|next|start|limit|offset|size|count/i;

/** Makes as many as are missing, and looks whether the list has all, and whether the oldest and the newest are still there. */
async function isWhole(steps: Steps, made: ResourceRef[], length: number): Promise<boolean> {
  const { context, resource } = steps;
  while (made.length < length) {
    const ref = steps.fresh();
    // Before it is sent: what a broken server made of it is deleted as well.
    made.push(ref);
    made[made.length - 1] = await steps.create({}, { ref });
  }
  const operation = steps.operation('list');
  const sent = await steps.list({ silent: true });
  if (sent === undefined) return false;
  if (sent.doubt !== undefined) throw new NotRun('unsettled', sent.doubt);
  const { action } = operation;
  const at = 'at' in action ? action.at : '';
  const found = valueAt(sent.response?.json, at);
  const listed = new Set(
    (Array.isArray(found) ? found : []).map((one) =>
      textOf(valueAt(one as JsonValue, `/${resource.key ?? ''}`) ?? ''),
    ),
  );
  const missing = made.filter(({ key }) => !listed.has(key)).length;
  const isCut = sent.accepted && Array.isArray(found) && missing > 0;
  // One sentence instead of one for each that is missing.
  const isMissing = ({ clause, actual }: Mismatch): boolean =>
    actual === undefined && context.run.clause(clause)?.kind === 'listed';
  context.add(sent.mismatches.filter((one) => !isCut || !isMissing(one)));
  if (isCut) {
    const message = `of ${made.length} that were made the list lacks ${missing}`;
    context.blame(steps.clause, message, made.length, made.length - missing, undefined, { at });
    return false;
  }
  if (resource.operations.read !== undefined)
    for (const ref of [made[0], made.at(-1)])
      if (ref !== undefined) await steps.read(ref, steps.found);
  return context.mismatches.length === 0;
}

/** Deletes what was made; nothing is judged any more where something was wrong already. */
async function removeAll(steps: Steps, made: readonly ResourceRef[]): Promise<void> {
  const { context } = steps;
  const isRight = context.mismatches.length === 0;
  for (const ref of made) {
    if (isRight) await steps.remove(ref);
    else await context.run.pool.discard(context, ref);
  }
  if (isRight) await steps.list();
}
