import type { Clause, JsonValue, Operation, Paging, Resource } from '@oidc-admin/contract';
import { withValueAt, type Decision } from '@oidc-admin/mock';
import {
  inLists,
  onSuccess,
  only,
  type FaultContext,
  type FaultHooks,
} from '@oidc-admin/mock/faults';
import type { ModelRequest } from '@oidc-admin/model';
import type { VariantMutant, VariantMutants } from '../variantMutant.ts';

/** Pages that are lost, shown twice, too long, or that never end. */
export const pages: VariantMutants = ({ clauses, resources, operations }) =>
  clauses
    .filter(({ kind }) => kind === 'paged')
    .flatMap((clause) => {
      const resource = resources.find(({ name }) => name === clause.resource);
      const list = operations.find(({ id }) => id === resource?.operations.list);
      return resource === undefined || list?.paging === undefined
        ? []
        : brokenPages(clause, resource, list, list.paging);
    });

type Elements = readonly JsonValue[];

function brokenPages(
  clause: Clause,
  resource: Resource,
  { id }: Operation,
  paging: Paging,
): readonly VariantMutant[] {
  const mutant = (name: string, says: string, hooks: FaultHooks): VariantMutant => ({
    clause,
    name,
    says,
    operation: id,
    hooks: only(resource, hooks),
  });
  const later = (change: (found: Elements, context: FaultContext) => Elements): FaultHooks =>
    inLists((found, context) =>
      isLater(context.request, paging) ? change(found, context) : found,
    );
  return [
    mutant('alwaysFirst', 'Every page is the first one.', {
      request: (request) => without(request, paging.from),
    }),
    mutant('oneMore', 'A page has one element more than was asked for.', {
      request: (request) => oneMore(request, paging.limit),
    }),
    mutant(
      'oneLost',
      'Each page but the first lacks its first element.',
      later((found) => found.slice(1)),
    ),
    mutant(
      'firstAgain',
      'Each page but the first begins with what is first of all.',
      later((found, context) => [...everything(context).slice(0, 1), ...found.slice(1)]),
    ),
    mutant(
      'restLost',
      'The last page is missing where it is not full.',
      later((found, { request }) =>
        found.length < Number(request.query[paging.limit] ?? 0) ? [] : found,
      ),
    ),
    ...(paging.next === undefined
      ? []
      : [
          mutant(
            'ends',
            'Nothing leads from the second page to the third.',
            onSuccess(['list'], (decision, { request }) =>
              isLater(request, paging) ? withoutNext(decision, paging) : decision,
            ),
          ),
        ]),
    ...(paging.by === 'cursor'
      ? []
      : [
          mutant(
            'lastAgain',
            'Past the end, the last element is shown again.',
            later((found, context) => (found.length > 0 ? found : everything(context).slice(-1))),
          ),
        ]),
  ];
}

function withoutNext(decision: Decision, { next = '' }: Paging): Decision {
  return next === 'Link'
    ? { ...decision, headers: decision.headers.filter(([name]) => name !== 'link') }
    : { ...decision, body: withValueAt(decision.body, next, null) };
}

/** Whether a request asks for another page than the first. */
function isLater({ query }: Pick<ModelRequest, 'query'>, { from, first }: Paging): boolean {
  return query[from] !== undefined && query[from] !== String(first);
}

/** What the list would show if there were no pages. */
function everything({ model, state, request }: FaultContext): Elements {
  const [whole] = model.step(state, { ...request, query: {} });
  return whole?.body.kind === 'json' ? (whole.body.list?.elements ?? []) : [];
}

function oneMore(request: ModelRequest, limit: string): ModelRequest {
  const asked = request.query[limit];
  if (asked === undefined) return request;
  return { ...request, query: { ...request.query, [limit]: String(Number(asked) + 1) } };
}

function without(request: ModelRequest, name: string): ModelRequest {
  const { [name]: _value, ...query } = request.query;
  return { ...request, query };
}
