import { isDeepStrictEqual } from 'node:util';
import { mayBeMerged, mediaTypesOf, mergePatch } from './chosenMedia.ts';
import type { Action, Operation } from './description.ts';
import type { Draft } from './draft.ts';
import type { OperationEntry, ParameterEntry, ResponseEntry } from './entries.ts';
import { isJsonMediaType, type JsonValue } from './json.ts';
import { below } from './pointer.ts';
import { rangedResponses } from './rangedResponses.ts';
import type {
  RawContent,
  RawOperation,
  RawParameter,
  RawPathItem,
  RawResponse,
  RawSecurity,
} from './rawDocument.ts';
import { readFilters, readPaging } from './readPaging.ts';
import { propertyFrom, readProperties } from './readProperties.ts';
import { refuseParameter, refuseSegments } from './refuseParameters.ts';
import { within, type Scope } from './scope.ts';

const methods = { get: 'GET', put: 'PUT', post: 'POST', delete: 'DELETE', patch: 'PATCH' } as const;
const verbs = ['create', 'read', 'list', 'replace', 'merge', 'save', 'delete'] as const;

const ownServers =
  'has servers of its own, which is not supported: all operations are at the servers of the document';

/** What a document says as a whole. */
export interface DocumentDefaults {
  /** For operations that say nothing. */
  readonly requirements: RawSecurity;
  /** Names of the schemes in whose requirements scopes stand, which are no roles. */
  readonly scoped: ReadonlySet<string>;
  /** Where every operation has to be. */
  readonly servers: unknown;
  /** The statuses that some rule names. */
  readonly named: ReadonlySet<number>;
}

/** Reads the operations of one path. */
export function readPath(
  path: string,
  item: RawPathItem,
  outer: Scope,
  defaults: DocumentDefaults,
  draft: Draft,
): readonly OperationEntry[] {
  if (item.servers !== undefined && !isDeepStrictEqual(item.servers, defaults.servers))
    draft.problem(item, ownServers);
  for (const method of ['head', 'options', 'trace'] as const) {
    const operation = item[method];
    if (operation !== undefined)
      draft.problem(operation, `an operation by ${method.toUpperCase()} is not supported`);
  }
  const operations = Object.entries(methods).flatMap(([key, method]) => {
    const raw = item[key as keyof typeof methods];
    return raw === undefined
      ? []
      : [readOperation(path, method, raw, item.parameters ?? [], outer, defaults, draft)];
  });
  const others = Object.keys(methods).flatMap(
    (key) => item[key as keyof typeof methods]?.['x-other-methods'] ?? [],
  );
  const all = [...operations.map(({ operation }) => operation.method), ...others];
  return operations.map((entry, index) => (index === 0 ? { ...entry, methods: all } : entry));
}

function readOperation(
  path: string,
  method: Operation['method'],
  raw: RawOperation,
  shared: readonly RawParameter[],
  outer: Scope,
  defaults: DocumentDefaults,
  draft: Draft,
): OperationEntry {
  const scope = within(outer, raw);
  const parameters = readParameters(path, raw, shared, scope, draft);
  const body = readBody(raw, scope, draft);
  const responses = rangedResponses(raw.responses, defaults.named)
    .map(([status, response]) => readResponse(status, response, scope, draft))
    .toSorted((left, right) => left.response.status - right.response.status);
  if (raw.servers !== undefined && !isDeepStrictEqual(raw.servers, defaults.servers))
    draft.problem(raw, ownServers);
  if (raw.callbacks !== undefined) draft.problem(raw, 'has callbacks, which are not supported');
  if (responses.every(({ response }) => response.status < 200 || response.status > 299))
    draft.problem(raw, 'documents no success');
  const action = readAction(raw['x-action']);
  if (method === 'PATCH' && (action.does === 'replace' || action.does === 'save'))
    draft.problem(
      raw,
      `a PATCH changes a part of what is there, and x-action ${action.does} speaks of the whole; say merge, or leave the operation out`,
    );
  checkMerge(raw, action, body?.plain.mediaType, draft);
  const changes = !['read', 'list', 'ask'].includes(action.does);
  const { schemes, roles } = readSecurity(defaults, raw, draft);
  const [scheme] = schemes;
  const session = raw['x-session'];
  const pointer = draft.pointerOf(raw);
  const parts = {
    parameters: parameters.map(({ property }) => property),
    responses: responses.map(({ response }) => response),
    action,
  };
  const paging = readPaging(raw, parts, draft);
  const filters = readFilters([...shared, ...(raw.parameters ?? [])], action, draft);
  return {
    operation: {
      id: raw.operationId,
      method,
      path,
      summary: raw.summary ?? '',
      description: raw.description ?? '',
      ...parts,
      ...(body === undefined ? {} : { body: body.plain }),
      ...(scheme === undefined ? {} : { security: scheme }),
      ...(schemes.length > 1 ? { schemes } : {}),
      ...(roles.length === 0 ? {} : { roles }),
      repeatable: raw['x-repeatable'] === true || !changes,
      changes,
      sensitiveQuery: raw['x-sensitive'] === true,
      ...(paging === undefined ? {} : { paging }),
      ...(Object.keys(filters).length === 0 ? {} : { filters }),
      ...(session === undefined ? {} : { session: { always: {}, never: [], ...session } }),
      source: scope.source,
    },
    scope,
    pointer,
    parameters,
    ...(body === undefined ? {} : { body: body.entry }),
    responses,
  };
}

/** What merges has a body that says so, or at least nothing else; and what says so merges. */
function checkMerge(
  raw: RawOperation,
  { does }: Action,
  mediaType: string | undefined,
  draft: Draft,
): void {
  const format = mediaType?.split(';')[0]?.trim().toLowerCase();
  const says = format === mergePatch;
  if (does === 'merge' && mediaType === undefined)
    draft.problem(raw, 'has no body, and x-action merge speaks of one');
  else if (does === 'merge' && !mayBeMerged(mediaType ?? ''))
    draft.problem(
      raw,
      `a body of ${format ?? ''} is not one that merges; that is ${mergePatch}, or JSON that is no other patch, where x-action says merge`,
    );
  else if (says && ['create', 'replace', 'save'].includes(does))
    draft.problem(raw, `a body of ${format} merges, and x-action ${does} does not; say merge`);
}

function readParameters(
  path: string,
  raw: RawOperation,
  shared: readonly RawParameter[],
  scope: Scope,
  draft: Draft,
): readonly ParameterEntry[] {
  const own = raw.parameters ?? [];
  const identity = (parameter: RawParameter): string => `${parameter.in} ${parameter.name}`;
  const overridden = new Set(own.map(identity));
  const all = [
    ...shared.filter((parameter) => !overridden.has(identity(parameter))),
    ...own,
  ].filter(isSpokenOf);
  const names = [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name);
  refuseSegments(path, raw, draft);
  for (const name of names) {
    if (!all.some((parameter) => parameter.in === 'path' && parameter.name === name))
      draft.problem(raw, `the path parameter ${name} is not described`);
  }
  const known = new Set<string>();
  return all.map((parameter) => {
    if (known.has(identity(parameter)))
      draft.problem(parameter, `a second ${parameter.in} parameter ${parameter.name}`);
    known.add(identity(parameter));
    if (parameter.in === 'path' && !names.includes(parameter.name))
      draft.problem(parameter, `the path ${path} has no {${parameter.name}}`);
    const inner = within(within(scope, parameter.schema), parameter);
    const keys = { ...parameter.schema, ...parameter };
    const property = propertyFrom(
      parameter.name,
      parameter.required === true,
      parameter.schema,
      keys,
      inner,
      // Which values a path may hold is tried in one way for all of them.
      parameter.in === 'path' ? 'shown' : 'sent',
      draft,
    );
    refuseParameter(parameter, property.types, draft);
    const isOpen =
      parameter.in === 'query' &&
      parameter.required !== true &&
      keys['x-untested']?.includes('value') === true;
    const untested = isOpen ? { untested: [...(property.untested ?? []), 'value'] } : {};
    return {
      property: { ...property, ...untested, in: parameter.in },
      scope: inner,
      pointer: draft.pointerOf(parameter),
    };
  });
}

/** What OpenAPI says of other places, and so "shall be ignored" as a parameter. Source: OpenAPI 3.1, 4.8.12.2. */
const saidElsewhere: ReadonlySet<string> = new Set(['accept', 'content-type', 'authorization']);

function isSpokenOf({ in: place, name }: RawParameter): boolean {
  return place !== 'header' || !saidElsewhere.has(name.toLowerCase());
}

function readBody(raw: RawOperation, outer: Scope, draft: Draft) {
  const requestBody = raw.requestBody;
  const [first] = Object.entries(requestBody?.content ?? {});
  if (requestBody === undefined || first === undefined) return undefined;
  const [key, content] = first;
  const mediaTypes = mediaTypesOf(key, requestBody);
  if (!isJsonMediaType(mediaTypes.mediaType))
    draft.problem(
      requestBody,
      `has a body of ${[key, ...(mediaTypes.otherMediaTypes ?? [])].join(', ')}; only JSON is supported`,
    );
  const scope = within(outer, requestBody);
  const body = readProperties(content.schema, scope, draft, 'sent');
  return {
    plain: {
      required: requestBody.required === true,
      ...mediaTypes,
      properties: body.entries.map(({ property }) => property),
      alternatives: body.alternatives.map(({ required }) => required),
      schema: body.root.property.schema,
      examples: examplesOf(content),
      ...(requestBody['x-untested'] === undefined ? {} : { untested: requestBody['x-untested'] }),
    },
    entry: { ...body, scope },
  };
}

function readResponse(status: number, raw: RawResponse, outer: Scope, draft: Draft): ResponseEntry {
  const scope = within(outer, raw);
  const [first] = Object.entries(raw.content ?? {});
  const body =
    first === undefined ? undefined : readProperties(first[1].schema, scope, draft, 'shown');
  if (raw['x-body'] !== undefined && first !== undefined)
    draft.problem(raw, 'x-body stands only on a response without content');
  const mediaTypes = first === undefined ? undefined : mediaTypesOf(first[0], raw);
  if (first !== undefined && !isJsonMediaType(mediaTypes?.mediaType ?? ''))
    draft.problem(
      raw,
      `answers with ${first[0]}, and only JSON is read; say x-body: any in place of its content, where nothing is promised of the body`,
    );
  const headers = Object.entries(raw.headers ?? {});
  const error = raw['x-error'];
  return {
    response: {
      status,
      description: raw.description,
      ...(first === undefined ? {} : { ...mediaTypes, schema: body?.root.property.schema ?? {} }),
      properties: (body?.entries ?? []).map(({ property }) => property),
      headers: headers.map(([name, header]) => ({
        name,
        required: header.required === true,
        schema: header.schema ?? {},
        source: within(scope, header).source,
      })),
      examples: first === undefined ? {} : examplesOf(first[1]),
      ...(raw['x-body'] === undefined ? {} : { anyBody: true }),
      ...(error === undefined ? {} : { error: { retry: false, ...error } }),
      source: scope.source,
      binding: scope.binding,
    },
    ...(body === undefined ? {} : { body }),
    pointer: draft.pointerOf(raw),
    sensitiveHeaders: headers
      .filter(([, { schema }]) => schema?.format === 'password')
      .map(([name]) => name),
    headerScopes: new Map(headers.map(([name, header]) => [name, within(scope, header)])),
  };
}

function readAction(raw: Readonly<Record<string, string>>): Action {
  for (const does of verbs) {
    const resource = raw[does];
    if (resource !== undefined) return { does, resource, at: raw['at'] ?? '' };
  }
  const all = raw['listAll'];
  if (all !== undefined)
    return { does: 'list', resource: all, at: raw['at'] ?? '', everywhere: true };
  if (raw['opens'] !== undefined) return { does: 'open' };
  return raw['closes'] === undefined ? { does: 'ask' } : { does: 'close' };
}

/** The schemes of which an operation asks for one, and the roles of which one is enough; none where every role is. */
function readSecurity(
  { requirements, scoped }: DocumentDefaults,
  raw: RawOperation,
  draft: Draft,
): { readonly schemes: readonly string[]; readonly roles: readonly string[] } {
  const pointer = below(draft.pointerOf(raw), 'security');
  const security = raw.security ?? requirements;
  const named = security.flatMap((requirement) => Object.entries(requirement));
  for (const together of security.map((requirement) => Object.keys(requirement)))
    if (together.length > 1)
      draft.problem(pointer, `asks for ${together.join(' and ')} at once; only one is supported`);
  if (named.length > 0 && security.some((requirement) => Object.keys(requirement).length === 0))
    draft.problem(pointer, 'asks for a sign-in and does without one, which is not supported');
  const rolesOf = new Map<string, string[]>();
  for (const [scheme, words] of named) {
    const roles = scoped.has(scheme) ? [] : words;
    const known = rolesOf.get(scheme);
    if (roles.length > 1)
      draft.problem(pointer, 'asks for several roles at once; give each a requirement of its own');
    if (known !== undefined && known.length > 0 !== roles.length > 0)
      draft.problem(pointer, `asks for ${scheme} with a role and without one`);
    rolesOf.set(scheme, [...(known ?? []), ...roles]);
  }
  const [roles = [], ...others] = [...rolesOf.values()];
  if (others.some((other) => other.toSorted().join() !== roles.toSorted().join()))
    draft.problem(pointer, 'its ways to sign in ask for different roles, which is not supported');
  return { schemes: [...rolesOf.keys()], roles };
}

function examplesOf(content: RawContent): Readonly<Record<string, JsonValue>> {
  const named = Object.entries(content.examples ?? {}).flatMap(([name, { value }]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return Object.fromEntries(
    content.example === undefined ? named : [['example', content.example], ...named],
  );
}
