import {
  longestPage,
  ownValue,
  pageSize,
  parentPath,
  pointerOf,
  type JsonValue,
  type Operation,
  type Paging,
  type Resource,
} from '@oidc-admin/contract';
import type { Context } from './context.ts';
import type { ModelRequest, ModelState, Saved } from './model.ts';
import { childrenOf } from './modelState.ts';
import { parentOf } from './place.ts';
import { nothingKnown, type Known } from './successResponses.ts';

/** What a list shows: what is asked for by the value of a property, and of that, the page that is asked for. */
export function knownOfList(
  context: Context,
  state: ModelState,
  operation: Operation,
  action: Extract<Operation['action'], { readonly resource: string }>,
  request: ModelRequest,
): Known {
  const resource = context.resource(action.resource);
  const all =
    action.everywhere === true
      ? everywhere(context, state, resource, request)
      : context.elements(resource, childrenOf(state, resource.name, parentOf(resource, request)));
  const { paging, filters = {} } = operation;
  const wanted = Object.entries(filters).filter(([name]) => Object.hasOwn(request.query, name));
  const elements =
    wanted.length === 0
      ? all
      : all.filter((one) =>
          wanted.every(([name, property]) => isValue(one[property], request.query[name])),
        );
  // What the server makes, but for the key, is not known before it is shown, and may be another one later.
  const isMade = (property: string): boolean =>
    property !== resource.key && resource.serverMade.includes(property);
  const mayBe = wanted.some(([, property]) => isMade(property))
    ? all.filter((one) =>
        wanted.every(
          ([name, property]) => isMade(property) || isValue(one[property], request.query[name]),
        ),
      )
    : [];
  const rule = (kind: 'listed' | 'paged' | 'filtered') => {
    const { id: clause, binding } = context.clauses.get(resource.name, kind);
    return { clause, binding };
  };
  // What another parameter of the query leaves out, the document does not say in a form that can be worked out.
  const known = new Set([...Object.keys(filters), paging?.limit, paging?.from]);
  const isPart = Object.keys(request.query).some((name) => !known.has(name));
  const list = {
    at: action.at,
    key: resource.key ?? '',
    elements,
    mayBe,
    partial: isPart || paging !== undefined,
    resource: resource.name,
    isFiltered: wanted.length > 0,
    ...rule(wanted.length > 0 ? 'filtered' : 'listed'),
  };
  if (paging === undefined) return { ...nothingKnown(), list };
  const { next, ...shown } = pageOf(operation, paging, elements, request.query);
  const links = paging.next === 'Link' ? { links: linksOf(paging, next, request) } : {};
  const made = nextIn(operation, paging, next, request);
  return {
    ...nothingKnown(),
    made,
    list: { ...list, page: { ...shown, ...links, ...rule('paged') } },
  };
}

/** What stands below all parents, or below all of those above which stands what the path names. */
function everywhere(
  context: Context,
  state: ModelState,
  resource: Resource,
  { path }: ModelRequest,
): readonly Saved[] {
  const parents = [...(state.resources.get(resource.name) ?? [])].filter(([parent]) =>
    Object.entries(parentPath(resource, parent)).every(
      ([name, value]) => !Object.hasOwn(path, name) || path[name] === value,
    ),
  );
  return parents.flatMap(([, children]) => context.elements(resource, children));
}

/** Whether a value is the one that a query asks for. */
function isValue(value: JsonValue | undefined, asked: string | undefined): boolean {
  return (typeof value === 'string' ? value : JSON.stringify(value)) === asked;
}

/** The elements of a page, how many there may be at most, and what names the page after it. */
function pageOf(
  operation: Operation,
  paging: Paging,
  elements: readonly Saved[],
  query: ModelRequest['query'],
): {
  readonly elements: readonly Saved[];
  readonly most: number | undefined;
  readonly next: string | undefined;
} {
  const size = pageSize(paging, query) ?? elements.length;
  const from = ownValue(query, paging.from);
  const start =
    paging.by === 'page'
      ? (Number(from ?? paging.first) - paging.first) * size
      : paging.by === 'offset'
        ? Number(from ?? paging.first) - paging.first
        : Number((from ?? '').replace(/^\D+/, ''));
  const end = start + size;
  return {
    elements: start === 0 && end >= elements.length ? elements : elements.slice(start, end),
    most: longestPage(paging, query),
    next: end < elements.length ? nextFrom(end, size, operation, paging) : undefined,
  };
}

/** What a mock calls the place after so many elements. */
function nextFrom(
  end: number,
  size: number,
  { parameters }: Operation,
  { by, from, first }: Paging,
): string {
  if (by === 'offset') return String(end + first);
  if (by === 'page') return String(end / size + first);
  const parameter = parameters.find(({ name }) => name === from);
  return parameter?.types.includes('string') === true ? `after-${end}` : String(end);
}

/** A link to the page of the same list that begins there. */
function linkTo({ query, url = '' }: ModelRequest, { from }: Paging, start: string): string {
  return `${url}?${new URLSearchParams({ ...query, [from]: start }).toString()}`;
}

/** The links of the header `Link`: to the next page, where there is one, and to the first. */
function linksOf(
  paging: Paging,
  next: string | undefined,
  request: ModelRequest,
): Readonly<Record<string, string>> {
  const { [paging.from]: _here, ...query } = request.query;
  const others = new URLSearchParams(query).toString();
  const first = `${request.url ?? ''}${others === '' && request.url !== undefined ? '' : `?${others}`}`;
  return { ...(next === undefined ? {} : { next: linkTo(request, paging, next) }), first };
}

/** What a mock shows where the next page is named; after the last one as little as the schema allows. */
function nextIn(
  { responses }: Operation,
  paging: Paging,
  next: string | undefined,
  request: ModelRequest,
): Known['made'] {
  const { next: at, link } = paging;
  const place = responses
    .filter(({ status }) => status < 300)
    .flatMap(({ properties }) => properties)
    .find(({ name }) => pointerOf(name) === at);
  if (at === undefined || place === undefined) return nothingKnown().made;
  const { types, required } = place;
  if (next === undefined) {
    if (!types.includes('null') && !required) return nothingKnown().made;
    return [{ at, value: types.includes('null') ? null : '' }];
  }
  if (link !== undefined) {
    const { url: _, ...here } = request;
    return [{ at, value: linkTo(link === 'whole' ? request : here, paging, next) }];
  }
  return [{ at, value: types.includes('string') || types.length === 0 ? next : Number(next) }];
}
