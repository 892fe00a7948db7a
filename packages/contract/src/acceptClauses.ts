import type { ClauseList } from './clauseList.ts';
import type { AcceptKind, Clause, Contract, Property, Resource } from './contract.ts';
import { hintFormats } from './hintFormats.ts';
import { isJson } from './isJson.ts';
import type { OperationEntry } from './readOperation.ts';

/** What the clauses of group `accept` must know of the rest of the document. */
export interface AcceptSurroundings {
  readonly paths: Contract['paths'];
  readonly resources: readonly Resource[];
  readonly clauses: ClauseList;
}

/** Adds a clause for every particular way in which a request to this operation can be right. */
export function addAcceptClauses(entry: OperationEntry, around: AcceptSurroundings): void {
  const { operation, scope, body } = entry;
  const { paths } = around;
  const add = (
    kind: AcceptKind,
    way: string,
    more: Partial<Clause> = {},
    pointer = entry.pointer,
  ): void =>
    around.clauses.add(pointer, {
      group: 'accept',
      kind,
      operation: operation.id,
      binding: scope.binding,
      source: scope.source,
      text: `${operation.id}: a request ${way} ${(more.binding ?? scope.binding) === 'MUST' ? 'is' : 'should be'} accepted.`,
      ...more,
    });

  if (operation.action.does === 'open') add('signIn', 'with the right user name and password');
  else addBodies(entry, add, around.resources);
  if (body !== undefined && operation.body !== undefined && isJson(operation.body.mediaType))
    add('charset', `of media type ${operation.body.mediaType}; charset=utf-8`, {
      source: body.scope.source,
    });
  if (paths.ignoreCase)
    add('pathCase', 'whose path differs in letter case', { source: paths.source });
  if (paths.trailingSlash === 'optional')
    add('trailingSlash', 'with or without a slash at the end of its path', {
      source: paths.source,
    });
}

type Add = (kind: AcceptKind, way: string, more?: Partial<Clause>, pointer?: string) => void;

/**
 * The right bodies and parameters. Not for the opening of a session: which credentials are right is not the document's to say,
 * and the properties beside them change what happens to the user.
 */
function addBodies(entry: OperationEntry, add: Add, resources: readonly Resource[]): void {
  const { operation, body, parameters } = entry;
  add('minimal', 'with nothing but what is required');
  const optional = [...(body?.entries ?? []), ...parameters].filter(
    ({ property }) => !property.required && !property.name.endsWith('[]'),
  );
  // An optional parameter that takes any text has no other clause.
  const rows = parameters
    .filter(({ property }) => !property.required)
    .map(({ property }) => property.source);
  if (optional.length > 0)
    add('full', 'with every property and parameter', {
      source: [...entry.scope.source, ...rows.flat()],
    });
  const alternatives = body?.alternatives ?? [];
  for (const { required, scope } of alternatives.length > 1 ? alternatives : []) {
    const apart = required.filter((name) =>
      alternatives.some((other) => !other.required.includes(name)),
    );
    add(
      'alternative',
      `with ${apart.length === 0 ? 'only the common properties' : apart.join(', ')}`,
      {
        element: apart.length === 0 ? '$' : apart.join('+'),
        value: required,
        source: scope.source,
        binding: scope.binding,
      },
    );
  }
  for (const found of [...(body?.entries ?? []), ...parameters]) {
    const { property } = found;
    const place = 'in' in found.property ? parameterPlace(found.property) : undefined;
    // A value in the path at its limit is right only where it can name something: the key of a resource.
    if (place === 'path' && !isKey(property.name, operation, resources)) continue;
    const about = {
      element: property.name,
      ...(place === undefined ? {} : { in: place }),
      binding: property.binding,
      source: property.source,
    };
    const { minLength, maxLength, minimum, maximum } = property;
    if (property.enum !== undefined) {
      if (place === 'path') continue;
      const values = property.enum.map((value) => JSON.stringify(value)).join(', ');
      add(
        'enumValue',
        `whose ${property.name} is any of ${values}`,
        { ...about, value: property.enum },
        found.pointer,
      );
      continue;
    }
    const limits = [
      [
        'atMinLength',
        minLength === 0 || !isFreeText(property) ? undefined : minLength,
        'has exactly',
        ' characters',
      ],
      ['atMaxLength', maxLength, 'has exactly', ' characters'],
      ['atMinimum', minimum, 'is', ''],
      ['atMaximum', maximum, 'is', ''],
    ] as const;
    for (const [kind, value, verb, unit] of limits)
      if (value !== undefined)
        add(
          kind,
          `whose ${property.name} ${verb} ${value}${unit}`,
          { ...about, value },
          found.pointer,
        );
  }
}

/** Whether any text of the right length will do: a URL or a text with a given beginning may not get that short. */
function isFreeText({ prefix, reachable, format, schema }: Property): boolean {
  const isFormatted = format !== undefined && !hintFormats.has(format);
  const hasContent = schema['contentSchema'] !== undefined;
  return prefix === undefined && reachable !== true && !isFormatted && !hasContent;
}

function parameterPlace(property: object): 'path' | 'query' | 'header' | undefined {
  const place: unknown = 'in' in property ? property.in : undefined;
  return place === 'path' || place === 'query' || place === 'header' ? place : undefined;
}

function isKey(
  parameter: string,
  { action }: OperationEntry['operation'],
  resources: readonly Resource[],
): boolean {
  return (
    'resource' in action &&
    resources.some(({ name, key }) => name === action.resource && key === parameter)
  );
}
