import type { InferredAction, InferredResource } from './inferred.ts';
import { wordsInName } from './names.ts';
import {
  firstSuccess,
  follow,
  foreignPointer,
  type ForeignObject,
  jsonSchemaOf,
  objectOf,
  type Path,
  plainText,
  propertiesOf,
} from './openApi.ts';
import { placeBefore, takesPlace } from './parameterPlaces.ts';
import type { Remarks } from './remarks.ts';
import { type EditableObject, editableAt, putBefore } from './tidyDocument.ts';

/** Usual names of the parameters that ask for a page, their words joined. */
const names = {
  limit:
    /^(?:limit|perpage|pagesize|pagelimit|size|maxresults|maxitems|count|top|take|results?perpage)$/,
  offset: /^(?:offset|skip|start|startindex|startat)$/,
  page: /^(?:page|pagenumber|pageno|pagenum|pageindex)$/,
  cursor: /^(?:cursor|pagetoken|nexttoken|continuationtoken|after|startingafter|marker)$/,
} as const;

/** Names that ask for a page where no other one does: beside others they bound a value, or name what comes first. */
const rarer = { limit: /^max$/, offset: /^first$/ } as const;

/** Usual names of what a response calls the next page. */
const nextNames =
  /^(?:next|nextcursor|nextpage|nextpagetoken|nexttoken|nextlink|nexturl|nextmarker|cursor|endcursor|continuationtoken)$/;

interface ListParameter {
  readonly name: string;
  /** Where the operation has it, or a reference to it. */
  readonly at: Path;
  readonly data: ForeignObject;
  readonly schema: ForeignObject;
}

/** Writes down what the parameters of a list ask for, as far as their names say it: a page, or the value of a property. */
export function describeList(
  document: EditableObject,
  operation: EditableObject,
  { operation: foreign }: InferredAction,
  resource: InferredResource,
  remarks: Remarks,
): void {
  const whole = document as ForeignObject;
  const parameters = queryOf(whole, foreign.path, operation);
  const paging = pagingOf(whole, foreign, parameters);
  if (paging !== undefined && resource.key !== undefined) {
    const { keys, says } = paging;
    putBefore(operation, 'x-paging', keys, ['parameters', 'requestBody', 'responses']);
    remarks.guess(foreign.path, `the list of ${resource.name} has pages: ${says}`);
    const first = parameters.find(({ name }) => name === keys['offset']);
    if (first !== undefined) describeFirst(document, foreign, first, remarks);
  }
  const shown = propertiesOf(whole, resource.schemaPath, objectAt(whole, resource.schemaPath));
  const asked = new Set(Object.values(paging?.keys ?? {}));
  for (const { name, at, data, schema } of parameters) {
    const property = [...shown].find(([one]) => joined(one) === joined(name));
    if (property === undefined || asked.has(name) || data['required'] === true) continue;
    const own = follow(whole, property[1].path, property[1].schema).data;
    if (!isPlain(own) || own['type'] !== schema['type'] || own['writeOnly'] === true) continue;
    if (mayBePart(data, schema, own) && sentIn(whole, resource).has(property[0])) {
      remarks.question(
        placeBefore(document, at),
        `does ${name} ask for those of ${resource.name} whose ${property[0]} is exactly that, or only contains it? The copy says nothing of it; if it is exact, write x-filter: ${property[0]}`,
      );
      continue;
    }
    const place = placeBefore(document, at);
    putBefore(ownParameter(document, at, data), 'x-filter', property[0], ['schema']);
    remarks.guess(
      place,
      `${name} asks for those of ${resource.name} whose ${property[0]} is exactly that`,
    );
  }
}

/** Says that the things of a list are counted from 1, where the standard of its media type says so; asks where the name lets it be. */
function describeFirst(
  document: EditableObject,
  operation: InferredAction['operation'],
  { name, at, data, schema }: ListParameter,
  remarks: Remarks,
): void {
  if (schema['default'] !== undefined || schema['minimum'] !== undefined) return;
  if (joined(name) !== 'startindex') return;
  const place = placeBefore(document, at);
  const success = firstSuccess(document as ForeignObject, operation);
  if (!/^application\/scim\+json\b/i.test(success?.body?.mediaType ?? '')) {
    remarks.question(
      place,
      `does ${name} count from 0 or from 1? The copy takes 0; if it is 1, write default: 1`,
    );
    return;
  }
  ownParameter(document, at, data)['schema'] = { ...schema, default: 1 };
  remarks.guess(place, `${name} counts from 1 (RFC 7644, 3.4.2.4)`);
}

/** Words by which descriptions say that a part is enough. */
const partly =
  /\b(?:contain(?:s|ed|ing)?|parts?|partial(?:ly)?|prefix(?:e[sd])?|starts?|substring|search|if|unless)\b/i;

/** Whether a parameter may ask for a part of a text, as many a search for a name does. */
function mayBePart(parameter: ForeignObject, schema: ForeignObject, own: ForeignObject): boolean {
  const isText = [schema['type']].flat().includes('string');
  const isClosed = [schema, own].some(
    (one) => one['enum'] !== undefined || one['const'] !== undefined || one['format'] === 'uuid',
  );
  const description = plainText(parameter['description']);
  // Some are exact only where another parameter says so.
  const isExact = /\bexact(?:ly)?\b/i.test(description) && !partly.test(description);
  return isText && !isClosed && !isExact;
}

/** The properties that requests have. A text of the others only the server writes: nobody knows a part of it. */
function sentIn(document: ForeignObject, { actions }: InferredResource): ReadonlySet<string> {
  return new Set(
    actions.flatMap(({ operation: { data, path } }) => {
      const body = jsonSchemaOf(document, [...path, 'requestBody'], data['requestBody']);
      return body === undefined ? [] : [...propertiesOf(document, body.path, body.schema).keys()];
    }),
  );
}

/** The parameter where the operation has it. One that several operations share means a property of each in its own way: a copy takes the place of the reference. */
function ownParameter(document: EditableObject, at: Path, data: ForeignObject): EditableObject {
  const own = editableAt(document, at);
  if (!('$ref' in own)) return own;
  const copy = structuredClone(data) as EditableObject;
  takesPlace(copy, own);
  editableAt(document, at.slice(0, -1))[at.at(-1) ?? ''] = copy;
  return copy;
}

/** The rows of the rules that hold for such a list. */
export function listRules(
  document: EditableObject,
  { actions }: InferredResource,
): { readonly isPaged: boolean; readonly isFiltered: boolean } {
  const list = actions.find(({ does }) => does === 'list')?.operation;
  const operation = list === undefined ? {} : editableAt(document, list.path);
  const parameters =
    list === undefined ? [] : queryOf(document as ForeignObject, list.path, operation);
  return {
    isPaged: operation['x-paging'] !== undefined,
    isFiltered: parameters.some(({ data }) => data['x-filter'] !== undefined),
  };
}

function queryOf(
  document: ForeignObject,
  path: Path,
  operation: EditableObject,
): readonly ListParameter[] {
  const { parameters } = operation;
  return (Array.isArray(parameters) ? (parameters as readonly unknown[]) : []).flatMap(
    (one, index) => {
      const at = [...path, 'parameters', String(index)];
      const { path: own, data } = follow(document, at, one);
      const { data: schema } = follow(document, [...own, 'schema'], data['schema']);
      return data['in'] === 'query' ? [{ name: plainText(data['name']), at, data, schema }] : [];
    },
  );
}

function pagingOf(
  document: ForeignObject,
  operation: InferredAction['operation'],
  parameters: readonly ListParameter[],
): { readonly keys: Readonly<Record<string, string>>; readonly says: string } | undefined {
  const named = (pattern: RegExp, type?: string): string | undefined =>
    parameters.find(
      ({ name, schema }) =>
        pattern.test(joined(name)) && (type === undefined || schema['type'] === type),
    )?.name;
  const isRange = parameters.some(({ name }) => joined(name) === 'min');
  const rarely = (way: keyof typeof rarer): string | undefined =>
    isRange ? undefined : named(rarer[way], 'integer');
  const limit = named(names.limit, 'integer') ?? rarely('limit');
  if (limit === undefined) return undefined;
  const next = nextPlace(document, operation);
  const cursor = named(names.cursor);
  if (cursor !== undefined && next !== undefined)
    return {
      keys: { limit, cursor, next: next.at },
      says:
        next.at === 'Link'
          ? `${limit} says how many, and the header Link leads to the next page, in which ${cursor} says where it begins`
          : `${limit} says how many, and ${cursor} is what the page before has at ${next.at}`,
    };
  const ways = {
    offset: named(names.offset, 'integer'),
    page: named(names.page, 'integer'),
  };
  if (ways.offset === undefined && ways.page === undefined) ways.offset = rarely('offset');
  for (const way of ['offset', 'page'] as const) {
    const found = ways[way];
    if (found === undefined) continue;
    const counts = `${limit} says how many, and ${found} counts ${way === 'offset' ? 'things' : 'pages'}`;
    if (next?.isLink !== true) return { keys: { limit, [way]: found }, says: counts };
    const place = next.at === 'Link' ? 'the header Link' : `what stands at ${next.at}`;
    return {
      keys: { limit, [way]: found, next: next.at },
      says: `${counts}; ${place} leads to the next page`,
    };
  }
  return undefined;
}

/** What leads to the next page, and whether it is a link. */
interface NextPlace {
  readonly at: string;
  readonly isLink: boolean;
}

/** Where a response has what leads to the next page: among its properties, in an object among them, or in a header Link. */
function nextPlace(
  document: ForeignObject,
  operation: InferredAction['operation'],
): NextPlace | undefined {
  const success = firstSuccess(document, operation);
  if (success === undefined) return undefined;
  const { body, status } = success;
  const outer = body === undefined ? [] : propertiesOf(document, body.path, body.schema);
  const placeOf = (steps: readonly string[], { format }: ForeignObject): NextPlace => ({
    at: foreignPointer([...steps]),
    isLink: format === 'uri' || format === 'uri-reference',
  });
  const isNext = (name: string, schema: ForeignObject): boolean =>
    nextNames.test(joined(name)) && isPlain(schema);
  for (const [name, { schema }] of outer) if (isNext(name, schema)) return placeOf([name], schema);
  for (const [name, { path, schema }] of outer)
    for (const [inner, property] of propertiesOf(document, path, schema))
      if (isNext(inner, property.schema)) return placeOf([name, inner], property.schema);
  const at = [...operation.path, 'responses', status];
  const { data } = follow(document, at, objectOf(operation.data['responses'])[status]);
  const hasLink = Object.keys(objectOf(data['headers'])).some((name) => /^link$/i.test(name));
  return hasLink ? { at: 'Link', isLink: true } : undefined;
}

const plainTypes: ReadonlySet<unknown> = new Set(['string', 'integer', 'number', 'boolean']);

function isPlain({ type }: ForeignObject): boolean {
  const types = Array.isArray(type) ? (type as readonly unknown[]) : [type];
  return types.every((one) => one === 'null' || plainTypes.has(one));
}

function joined(name: string): string {
  return wordsInName(name).join('').toLowerCase();
}

function objectAt(document: ForeignObject, path: Path): ForeignObject {
  return objectOf(path.reduce<unknown>((at, key) => objectOf(at)[key], document));
}
