import type { ClauseList } from './clauseList.ts';
import type { RuleKind } from './contract.ts';
import type { Draft } from './draft.ts';
import { hintFormats } from './hintFormats.ts';
import { isJsonValue } from './json.ts';
import type { JsonValue } from './json.ts';
import type { PropertyEntry } from './readProperties.ts';
import type { OperationEntry } from './readOperation.ts';
import { addRefuseClause } from './refuseClause.ts';

/** Adds a clause for every rule that one property of the body, or one parameter of query or header, puts on requests. */
export function addPropertyRules(
  entry: OperationEntry,
  { property, scope, pointer }: PropertyEntry,
  around: { readonly clauses: ClauseList; readonly draft: Draft },
): void {
  const { name, types } = property;
  // What is never sent breaks no rule.
  if (entry.operation.session?.never.includes(name) === true) return;
  const place =
    'in' in property && (property.in === 'query' || property.in === 'header')
      ? property.in
      : undefined;
  const add = (kind: RuleKind, breach: string, value?: unknown, optional?: true): void =>
    addRefuseClause(
      entry,
      {
        kind,
        breach,
        scope,
        pointer,
        source: property.source,
        about: {
          element: name,
          ...(place === undefined ? {} : { in: place }),
          ...(isJsonValue(value) ? { value } : {}),
        },
        ...(optional === undefined ? {} : { optional }),
      },
      around.clauses,
      around.draft,
    );

  const its = place === undefined ? name : `${place} parameter ${name}`;
  if (property.required) add('required', `without ${its}`);
  // Everything in a query or a header is text: a text there has no wrong type.
  if (types.length > 0 && (place === undefined || !types.includes('string')))
    add('type', `whose ${its} is not of type ${types.join(' or ')}`, types);
  if (place === undefined && types.length > 0 && !types.includes('null') && !name.endsWith('[]'))
    add(
      property.required ? 'nullRequired' : 'nullOptional',
      `whose ${its} is null`,
      undefined,
      true,
    );
  for (const { kind, breach, value } of limitsOf(property))
    add(kind, `whose ${its} ${breach}`, value);
}

interface Limit {
  readonly kind: RuleKind;
  readonly breach: string;
  readonly value: JsonValue | undefined;
}

function limitsOf(property: PropertyEntry['property']): readonly Limit[] {
  const untested = new Set(property.untested);
  const limits: Limit[] = [];
  const add = (kind: RuleKind, value: unknown, breach: string): void => {
    if (value !== undefined && isJsonValue(value)) limits.push({ kind, value, breach });
  };
  const { minLength, maxLength, minimum, maximum, format } = property;
  // Breaking a minimum length of 1 would send an empty text, breaking a minimum up to 0 a negative number.
  if (minLength !== undefined && minLength > 0 && !(minLength === 1 && untested.has('empty')))
    add(
      'minLength',
      minLength,
      minLength === 1 ? 'is empty' : `has fewer than ${minLength} characters`,
    );
  add('maxLength', maxLength, `has more than ${maxLength} characters`);
  add('pattern', property.pattern, `does not match ${property.pattern}`);
  add(
    'enum',
    property.enum,
    `is none of ${(property.enum ?? []).map((value) => JSON.stringify(value)).join(', ')}`,
  );
  if (format !== undefined && !hintFormats.has(format)) add('format', format, `is no ${format}`);
  if (minimum !== undefined && !(minimum <= 0 && untested.has('negative')))
    add('minimum', minimum, `is less than ${minimum}`);
  add('maximum', maximum, `is more than ${maximum}`);
  add(
    'contentSchema',
    property.schema['contentSchema'],
    'holds text that breaks the schema of its content',
  );
  add('prefix', property.prefix, `does not begin with ${property.prefix}`);
  if (property.reachable === true)
    limits.push({ kind: 'unreachable', value: undefined, breach: 'cannot be reached' });
  return limits;
}
