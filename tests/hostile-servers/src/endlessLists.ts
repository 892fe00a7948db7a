import { isObject, type JsonValue } from '@oidc-admin/contract';
import type { Fault } from '@oidc-admin/mock';
import { otherwise } from '@oidc-admin/mutants/smallApis/pagedNotes.ts';

/** A list without an end. */
export interface EndlessList {
  /** What leads from page to page. */
  readonly by: 'cursor' | 'link';
  readonly fault: Fault;
  /** What has to be said of it. */
  readonly says: RegExp;
}

/** A list whose every page leads to another one: what each holds, and what leads on, by its number. */
function endless(
  by: EndlessList['by'],
  says: RegExp,
  notesOf: (page: number) => readonly JsonValue[],
  nextOf: (page: number) => string,
): EndlessList {
  const fault = otherwise((decision, { request }) => {
    if (decision.status !== 200 || !isObject(decision.body)) return decision;
    const page = Number(/\d+/.exec(request.query['cursor'] ?? '0')?.[0]) + 1;
    const next = nextOf(page);
    const body = {
      ...decision.body,
      notes: page === 1 ? (decision.body['notes'] ?? []) : notesOf(page),
    };
    if (by === 'cursor') return { ...decision, body: { ...body, next } };
    const link = `<?${new URLSearchParams({ ...request.query, cursor: next }).toString()}>; rel="next"`;
    const others = decision.headers.filter(([name]) => name !== 'link');
    return { ...decision, body, headers: [...others, ['link', link]] };
  });
  return { by, fault, says };
}

const tooMany = /shows more than 1000 pages/;
const tooLong = /is longer than anybody sends/;

function fresh(page: number): readonly JsonValue[] {
  return [{ name: `other${page}` }];
}

function none(): readonly JsonValue[] {
  return [];
}

/** Twice as long with each page, until nobody sends it any more. */
function longer(page: number): string {
  return `${page}${'x'.repeat(2 ** Math.min(page, 22))}`;
}

/** Each by its name. */
export const endlessLists: Readonly<Record<string, EndlessList>> = {
  'new-elements': endless('cursor', tooMany, fresh, (page) => `at-${page}`),
  'empty-pages': endless('cursor', tooMany, none, (page) => `at-${page}`),
  'empty-pages-that-lead-back': endless(
    'cursor',
    /leads back to an earlier one/,
    none,
    () => 'at-1',
  ),
  'ever-longer-cursor': endless('cursor', tooLong, fresh, longer),
  'new-elements-by-link': endless('link', tooMany, fresh, (page) => `at-${page}`),
  // What reads HTTP may end it first.
  'ever-longer-link': endless('link', /is longer than anybody sends|overflow/i, none, longer),
};
