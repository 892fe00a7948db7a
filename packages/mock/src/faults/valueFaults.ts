import {
  elementSteps,
  elementValues,
  type Clause,
  type Contract,
  type JsonSchema,
  type JsonValue,
} from '@oidc-admin/contract';
import type { Fault, FaultHooks } from '../fault.ts';
import { changedAt } from './changedAt.ts';
import { inAlternatives, sentProperty, withBody, withProperty } from './contractChanges.ts';
import { propertyFault } from './faultTable.ts';
import { asText, resourceOf, savingOtherwise, sentBody } from './places.ts';
import { onWrites, savedWith } from './savingHooks.ts';

/** Wrong checks of values: lists, patterns, types, null, and properties that need each other. */
export function valueFaults(contract: Contract): readonly Fault[] {
  const inBody = contract.clauses.filter(({ in: place }) => place === undefined);
  const of = (kind: string): readonly Clause[] => inBody.filter((clause) => clause.kind === kind);
  return [
    ...of('enum')
      .filter((clause) => listIn(clause).some((value) => typeof value === 'string'))
      .filter((clause) => sentProperty(contract, clause)?.untested?.includes('letterCase') !== true)
      .map(anyCase),
    ...of('pattern').flatMap(loosePatterns),
    ...of('type')
      .filter((clause) => holdsDigits(contract, clause))
      .flatMap(otherTypes),
    ...of('nullOptional')
      .filter((clause) => isShown(contract, clause))
      .map(nullKept),
    ...conditions(of('conditional')),
  ];
}

/** Whether digits in a text would be a right value: only then does it matter whether a number is taken for them. */
function holdsDigits(contract: Contract, clause: Clause): boolean {
  const property = sentProperty(contract, clause);
  return (
    property !== undefined &&
    property.enum === undefined &&
    (property.format === undefined || !property.types.includes('string')) &&
    property.schema['contentSchema'] === undefined &&
    new RegExp(property.pattern ?? '', 'u').test('4711')
  );
}

/** Whether a property that is saved can be read back. */
function isShown(contract: Contract, clause: Clause): boolean {
  const operation = contract.operations.find(({ id }) => id === clause.operation);
  const resource = operation && resourceOf(contract, operation);
  const property = resource?.properties.find(({ name }) => name === clause.element);
  return property !== undefined && property.masked !== true;
}

function reading(clause: Clause, change: (schema: JsonSchema) => JsonSchema): FaultHooks {
  return { contract: (right) => withProperty(right, clause.operation, clause.element, change) };
}

function listIn({ value }: Clause): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}

/** A word as it is, in small letters, in capitals, and with a capital at its beginning. */
function inAnyCase(word: string): readonly string[] {
  const [small, capitals] = [word.toLowerCase(), word.toUpperCase()];
  return [word, small, capitals, capitals.slice(0, 1) + small.slice(1)];
}

function anyCase(clause: Clause): Fault {
  const spellings = listIn(clause).flatMap((value): readonly JsonValue[] =>
    typeof value === 'string' ? inAnyCase(value) : [value],
  );
  const read = reading(clause, (schema) => ({ ...schema, enum: [...new Set(spellings)] }));
  return propertyFault(clause, 'enum-in-any-case', 'letter case does not count', read);
}

/** Whether a pattern, such as one that names what a text must not have, is right of line breaks alone. */
function takesLineBreaks(pattern: string): boolean {
  const matches = new RegExp(pattern, 'u');
  return [1, 8, 64].some((count) => matches.test('\n'.repeat(count)));
}

function loosePatterns(clause: Clause): readonly Fault[] {
  const text = asText(clause.value);
  const reads = (pattern: string): FaultHooks =>
    reading(clause, (schema) => ({ ...schema, pattern }));
  const anywhere = reads(text.replace(/^\^/, '').replace(/\$$/, ''));
  const newline = reads(text.replace(/\$$/, '\\n?$'));
  const loose = propertyFault(
    clause,
    'pattern-not-anchored',
    'one right character is enough',
    anywhere,
  );
  const broken = propertyFault(
    clause,
    'pattern-with-newline',
    'a line break at the end is accepted',
    newline,
  );
  return takesLineBreaks(text) ? [loose] : [loose, broken];
}

/** Values of a neighbouring JSON type are taken for the right one. */
function otherTypes(clause: Clause): readonly Fault[] {
  const taking = (name: string, text: string, to: (value: JsonValue) => JsonValue): Fault =>
    propertyFault(clause, name, text, {
      request: (request, context) => {
        if (context.operation.body === undefined || request.body.kind !== 'json') return request;
        const value = changedAt(request.body.value, clause.element ?? '', (sent) =>
          sent === undefined || sent === null ? sent : to(sent),
        );
        return { ...request, body: { kind: 'json', value: value ?? null } };
      },
    });
  if (listIn(clause).includes('string'))
    return [
      taking('number-for-text', 'a number is taken for its digits', (value) =>
        typeof value === 'number' ? String(value) : value,
      ),
    ];
  if (!listIn(clause).includes('integer')) return [];
  return [
    taking('text-for-number', 'digits in a text are taken for a number', (value) =>
      typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value,
    ),
    taking('fraction-for-integer', 'the fraction of a number is dropped', (value) =>
      typeof value === 'number' ? Math.trunc(value) : value,
    ),
  ];
}

/** Null is neither left out nor refused, but kept and shown. */
function nullKept(clause: Clause): Fault {
  const name = clause.element ?? '';
  return propertyFault(clause, 'null-kept', 'null is kept and shown', {
    ...onWrites((decision, context) =>
      elementValues(sentBody(context), elementSteps(name)).some(({ value }) => value === null)
        ? savingOtherwise(decision, context, (saved) => savedWith(saved, [name], () => () => null))
        : decision,
    ),
    // A server that accepts null must not refuse it first; of a text it looks at the content all the same.
    ...reading(clause, ({ contentMediaType, contentSchema, ...schema }) => ({
      ...(contentMediaType !== undefined && { contentMediaType }),
      ...(contentSchema !== undefined && { contentSchema }),
      anyOf: [schema, { type: 'null' }],
    })),
  });
}

/** Properties that need each other, by operation. */
function conditions(clauses: readonly Clause[]): readonly Fault[] {
  const operations = new Set(clauses.map(({ operation = '' }) => operation));
  return [...operations].map((operation): Fault => ({
    name: `condition-not-checked:${operation}`,
    description: `${operation} accepts a body that satisfies no alternative.`,
    breaks: clauses.filter((clause) => clause.operation === operation).map(({ id }) => id),
    operation,
    contract: (right) =>
      withBody(right, operation, (body) => {
        const common = body.properties.filter(({ required }) => required).map(({ name }) => name);
        return {
          ...body,
          alternatives: body.alternatives.map(() => common),
          schema: inAlternatives(body.schema, (schema) => ({ ...schema, required: common })),
        };
      }),
  }));
}
