import { valueAt, type Clause, type Operation, type Paging } from '@oidc-admin/contract';
import { withValueAt, type Decision } from '@oidc-admin/mock';
import { onSuccess, only, type FaultContext, type FaultHooks } from '@oidc-admin/mock/faults';
import type { VariantMutant, VariantMutants } from '../variantMutant.ts';

/** Links to the next page that lead to another one, to another place or nowhere. */
export const pageLinks: VariantMutants = ({ clauses, resources, operations }) =>
  clauses
    .filter(({ kind }) => kind === 'paged')
    .flatMap((clause) => {
      const resource = resources.find(({ name }) => name === clause.resource);
      const list = operations.find(({ id }) => id === resource?.operations.list);
      const { paging } = list ?? {};
      if (resource === undefined || list === undefined || paging?.link === undefined) return [];
      return wrongLinks(clause, list, paging).map((one) => ({
        ...one,
        hooks: only(resource, one.hooks),
      }));
    });

function wrongLinks(
  clause: Clause,
  { id, filters = {}, parameters }: Operation,
  paging: Paging,
): readonly VariantMutant[] {
  const mutant = (
    name: string,
    says: string,
    change: (link: URL, context: FaultContext) => URL | string | undefined,
  ): VariantMutant => ({ clause, name, says, operation: id, hooks: leading(paging, change) });
  const moved = (by: number): ((link: URL) => URL) => {
    const isText = parameters.some(
      ({ name, types }) => name === paging.from && types[0] === 'string',
    );
    return (link) => {
      const start = link.searchParams.get(paging.from) ?? '';
      const place = Number(start.replace(/^\D+/, '')) + by;
      link.searchParams.set(paging.from, isText ? `after-${place}` : String(place));
      return link;
    };
  };
  return [
    mutant(
      'linkBack',
      'The link of each page but the first leads to that page.',
      (link, context) => {
        const here = context.request.query[paging.from];
        if (here !== undefined) link.searchParams.set(paging.from, here);
        return link;
      },
    ),
    mutant('linkSkips', 'The link of each page skips what comes next.', moved(1)),
    ...(paging.by === 'page'
      ? []
      : [mutant('linkRepeats', 'The link of each page leads to its last element.', moved(-1))]),
    ...(Object.keys(filters).length === 0
      ? []
      : [
          mutant('linkForgets', 'The link to the next page asks for everything.', (link) => {
            for (const name of Object.keys(filters)) link.searchParams.delete(name);
            return link;
          }),
        ]),
    mutant('linkNowhere', 'The link to the next page leads where nothing is.', (link) => {
      link.pathname += '/pages';
      return link;
    }),
    mutant('linkElsewhere', 'The link to the next page leads to another server.', (link) => {
      link.hostname = 'elsewhere.invalid';
      link.pathname = '/others';
      return link;
    }),
    mutant('linkBroken', 'What should be a link to the next page is none.', (link) =>
      paging.next === 'Link' ? undefined : `http://[${link.search}`,
    ),
  ];
}

/** Another link to the next page, wherever there is one; a header that is cut off where there is none. */
function leading(
  paging: Paging,
  change: (link: URL, context: FaultContext) => URL | string | undefined,
): FaultHooks {
  return onSuccess(['list'], (decision, context) => {
    const found = linkIn(decision, paging);
    if (found === undefined) return decision;
    const { origin } = new URL(`http://${context.received.headers['host']}`);
    const path = context.received.target.split('?')[0] ?? '';
    const changed = change(new URL(found, origin + path), context);
    return withLink(decision, paging, changed === undefined ? undefined : String(changed));
  });
}

function linkIn({ body, headers }: Decision, { next = '' }: Paging): string | undefined {
  if (next !== 'Link') {
    const link = valueAt(body, next);
    return typeof link === 'string' && link !== '' ? link : undefined;
  }
  const header = headers.find(([name]) => name === 'link')?.[1];
  return /<([^>]*)>; rel="next"/.exec(header ?? '')?.[1];
}

function withLink(decision: Decision, { next = '' }: Paging, link: string | undefined): Decision {
  if (next !== 'Link') return { ...decision, body: withValueAt(decision.body, next, link) };
  const value = link === undefined ? '<http://a/b; rel="next"' : `<${link}>; rel="next"`;
  const others = decision.headers.filter(([name]) => name !== 'link');
  return { ...decision, headers: [...others, ['link', value]] };
}
