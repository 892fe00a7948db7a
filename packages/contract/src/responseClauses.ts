import type { ClauseList } from './clauseList.ts';
import type { ResponseKind, Binding, Clause, Property } from './contract.ts';
import { hintFormats } from './hintFormats.ts';
import { isJsonValue } from './json.ts';
import type { JsonValue } from './json.ts';
import type { PropertyEntry } from './readProperties.ts';
import type { ResponseEntry, OperationEntry } from './readOperation.ts';

/** Adds a clause for everything that a success of this operation must be by itself. `kept`: schemas of resources' properties. */
export function addResponseClauses(
  entry: OperationEntry,
  kept: ReadonlySet<object>,
  clauses: ClauseList,
): void {
  for (const found of entry.responses) {
    const { status } = found.response;
    if (status >= 200 && status < 300) addSuccess(entry, found, kept, clauses);
  }
}

type Add = (kind: ResponseKind, text: string, more?: Partial<Clause>, pointer?: string) => void;

function addSuccess(
  { operation }: OperationEntry,
  found: ResponseEntry,
  kept: ReadonlySet<object>,
  clauses: ClauseList,
): void {
  const { response } = found;
  const add: Add = (kind, text, more = {}, pointer = found.pointer) =>
    clauses.add(pointer, {
      group: 'response',
      kind,
      operation: operation.id,
      status: response.status,
      binding: response.binding,
      source: response.source,
      text: `${operation.id}: ${text}.`,
      ...more,
    });

  add('status', `a right request is answered with ${response.status}`);
  for (const header of response.headers) {
    const scope = found.headerScopes.get(header.name);
    add(
      'header',
      `the ${response.status} has the header ${header.name}${header.required ? '' : ', if any,'} as documented`,
      {
        element: header.name,
        source: header.source,
        ...(scope === undefined ? {} : { binding: scope.binding }),
      },
    );
  }
  if (found.body === undefined || response.mediaType === undefined) {
    if (response.anyBody !== true) add('noBody', `the ${response.status} has no body`);
    return;
  }
  const { root, entries } = found.body;
  const { mediaType } = response;
  add('contentType', `the ${response.status} is of media type ${mediaType}`, { value: mediaType });
  addProperty(root, root.property.binding, response.status, add);
  for (const entry of entries) {
    // In a resource's own schema, SHOULD speaks of what is kept; what is there must be right all the same.
    const binding = kept.has(entry.property.schema) ? response.binding : entry.property.binding;
    addProperty(entry, binding, response.status, add);
  }
  const others = root.property.schema['additionalProperties'];
  if (entries.length > 0 && (others === undefined || others === false))
    add('undocumentedProperty', `the ${response.status} has no property that is not documented`, {
      source: root.scope.source,
      binding: others === false ? root.property.binding : 'SHOULD',
    });
}

function addProperty(
  { property, pointer }: PropertyEntry,
  binding: Binding,
  status: number,
  add: Add,
): void {
  const { name, types, presentWhen, source } = property;
  const about = { element: name, binding, source };
  const its = name === '$' ? `the body of the ${status}` : `${name} in the ${status}`;
  if (property.required && name !== '$')
    add('propertyPresent', `${name} is in the ${status}`, about, pointer);
  if (types.length > 0)
    add(
      'propertyType',
      `${its} is of type ${types.join(' or ')}`,
      { ...about, value: types },
      pointer,
    );
  const limits = limitsOf(property);
  if (Object.keys(limits).length > 0)
    add(
      'propertyValue',
      `${its} keeps to ${describe(limits)}`,
      { ...about, value: limits },
      pointer,
    );
  if (presentWhen === undefined) return;
  const when = `${its} is there if and only if ${presentWhen.join(' and ')} were sent`;
  add('presentWhen', when, { ...about, value: presentWhen }, pointer);
}

const keywords = [
  'minLength',
  'maxLength',
  'pattern',
  'enum',
  'format',
  'minimum',
  'maximum',
] as const;

function limitsOf(property: Property): Readonly<Record<string, JsonValue>> {
  const found = keywords.flatMap((keyword): [string, JsonValue][] => {
    const value = property[keyword];
    if (value === undefined || !isJsonValue(value) || (keyword === 'minLength' && value === 0))
      return [];
    return keyword === 'format' && typeof value === 'string' && hintFormats.has(value)
      ? []
      : [[keyword, value]];
  });
  return Object.fromEntries(found);
}

function describe(limits: Readonly<Record<string, JsonValue>>): string {
  return Object.entries(limits)
    .map(([keyword, value]) => `${keyword} ${JSON.stringify(value)}`)
    .join(', ');
}
