import type { Operation, Paging, Parameter } from './description.ts';
import type { Draft } from './draft.ts';
import { pointerOf } from './elements.ts';
import { below } from './pointer.ts';
import type { RawOperation, RawParameter } from './rawDocument.ts';

type Parts = Pick<Operation, 'parameters' | 'responses' | 'action'>;

/** Reads `x-paging`: which parameters ask for a page, and what their schemas say of it. */
export function readPaging(
  raw: RawOperation,
  { parameters, responses, action }: Parts,
  draft: Draft,
): Paging | undefined {
  const keys = raw['x-paging'];
  if (keys === undefined) return undefined;
  const pointer = below(draft.pointerOf(raw), 'x-paging');
  const named = (name: string): Parameter | undefined => {
    const found = parameters.find((one) => one.in === 'query' && one.name === name);
    if (found === undefined) draft.problem(pointer, `there is no query parameter ${name}`);
    return found;
  };
  if (action.does !== 'list') draft.problem(pointer, 'only a list has pages');
  const limit = named(keys.limit);
  const by = (['offset', 'page', 'cursor'] as const).find((way) => keys[way] !== undefined);
  const from = named((by && keys[by]) ?? keys.limit);
  const { next } = keys;
  if (by === undefined || limit === undefined || from === undefined) return undefined;
  if (by !== 'cursor' && !from.types.includes('integer'))
    draft.problem(pointer, `${from.name} counts, so its type is integer`);
  if (!limit.types.includes('integer'))
    draft.problem(pointer, `${limit.name} counts, so its type is integer`);
  const link = linkAt(next, responses, pointer, draft);
  if (by !== 'cursor' && next !== undefined && link === undefined)
    draft.problem(
      pointer,
      `what stands at ${next} is no link (format: uri or uri-reference), and ${from.name} counts; leave next out, or say cursor`,
    );
  const usual = numberOf(limit.default);
  return {
    limit: limit.name,
    by,
    from: from.name,
    first:
      by === 'cursor' ? 0 : (numberOf(from.default) ?? from.minimum ?? (by === 'page' ? 1 : 0)),
    ...(next === undefined ? {} : { next }),
    ...(link === undefined ? {} : { link }),
    ...(usual === undefined ? {} : { usual }),
    ...(limit.maximum === undefined ? {} : { most: limit.maximum }),
  };
}

/** Whether a link leads to the next page, and of which form; a mistake where nothing can. */
function linkAt(
  next: string | undefined,
  responses: Parts['responses'],
  pointer: string,
  draft: Draft,
): Paging['link'] {
  if (next === undefined) return undefined;
  if (next === 'Link') return 'whole';
  let link: Paging['link'];
  for (const { status, properties } of responses) {
    const shown = properties.find(({ name }) => pointerOf(name) === next);
    if (status < 300 && shown === undefined)
      draft.problem(pointer, `the ${status} has nothing at ${next}, where the next page is named`);
    if (status < 300 && shown?.format === 'uri') link = 'whole';
    if (status < 300 && shown?.format === 'uri-reference') link = 'relative';
  }
  return link;
}

/** Reads `x-filter` of each query parameter: the property of which it names the value. */
export function readFilters(
  parameters: readonly RawParameter[],
  action: Operation['action'],
  draft: Draft,
): Readonly<Record<string, string>> {
  const filters = parameters.flatMap((parameter) => {
    const property = parameter['x-filter'];
    if (property === undefined) return [];
    if (action.does !== 'list' || parameter.in !== 'query')
      draft.problem(parameter, 'x-filter stands on a query parameter of a list, and only there');
    return [[parameter.name, property] as const];
  });
  return Object.fromEntries(filters);
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
