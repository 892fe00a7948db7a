import { textOf } from '../textOf.ts';
import type { Clause, Contract, JsonSchema, JsonValue } from '@oidc-admin/contract';
import { inAlternatives, propertyOf, withBody, withProperty } from './changeContract.ts';
import type { Fault, FaultClass } from './fault.ts';
import { onWrites } from './breakWrites.ts';
import { resourceOf, savingOtherwise, sentBody } from './places.ts';

/** Wrong checks of values: lists, patterns, types, null, and properties that need each other. */
export function valueFaults(contract: Contract): readonly Fault[] {
  const inBody = contract.clauses.filter(({ in: place }) => place === undefined);
  const of = (kind: string): readonly Clause[] => inBody.filter((clause) => clause.kind === kind);
  return [
    ...of('enum')
      .filter((clause) => propertyOf(contract, clause)?.untested?.includes('letterCase') !== true)
      .map(anyCase),
    ...of('pattern').flatMap((clause) => [notAnchored(clause), newlineAccepted(clause)]),
    ...of('type')
      .filter((clause) => holdsDigits(contract, clause))
      .flatMap(otherTypes),
    ...of('nullOptional')
      .filter((clause) => isShown(contract, clause))
      .map(nullKept),
    ...conditions(of('conditional')),
  ];
}

function fault(
  clause: Clause,
  name: string,
  kind: FaultClass,
  description: string,
  hooks: Partial<Fault>,
): Fault {
  const { operation = '', element = '' } = clause;
  return {
    name: `${name}:${operation}.${element}`,
    class: kind,
    description: `${element} of ${operation}: ${description}.`,
    breaks: [clause.id],
    operation,
    ...hooks,
  };
}

/** Whether digits in a text would be a right value: only then does it matter whether a number is taken for them. */
function holdsDigits(contract: Contract, clause: Clause): boolean {
  const property = propertyOf(contract, clause);
  return (
    property !== undefined &&
    property.enum === undefined &&
    property.format === undefined &&
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

function reading(clause: Clause, change: (schema: JsonSchema) => JsonSchema): Partial<Fault> {
  return { contract: (right) => withProperty(right, clause.operation, clause.element, change) };
}

function anyCase(clause: Clause): Fault {
  const values = Array.isArray(clause.value) ? (clause.value as readonly JsonValue[]) : [];
  const spellings = values.flatMap((value): readonly JsonValue[] =>
    typeof value === 'string' ? [value, value.toLowerCase(), value.toUpperCase()] : [value],
  );
  const read = reading(clause, (schema) => ({ ...schema, enum: [...new Set(spellings)] }));
  return fault(clause, 'enum-in-any-case', 'enum', 'letter case does not count', read);
}

function notAnchored(clause: Clause): Fault {
  const pattern = textOf(clause.value).replace(/^\^/, '').replace(/\$$/, '');
  return fault(
    clause,
    'pattern-not-anchored',
    'pattern',
    'one right character is enough',
    reading(clause, (schema) => ({ ...schema, pattern })),
  );
}

function newlineAccepted(clause: Clause): Fault {
  const pattern = textOf(clause.value).replace(/\$$/, '\\n?$');
  return fault(
    clause,
    'pattern-with-newline',
    'pattern',
    'a line break at the end is accepted',
    reading(clause, (schema) => ({ ...schema, pattern })),
  );
}

/** Values of a neighbouring JSON type are taken for the right one. */
function otherTypes(clause: Clause): readonly Fault[] {
  const types = Array.isArray(clause.value) ? (clause.value as readonly JsonValue[]) : [];
  const convert = (to: (value: JsonValue) => JsonValue): Partial<Fault> => ({
    request: (request, context) => {
      const name = clause.element ?? '';
      const sent = sentBody({ request });
      const value = sent[name];
      if (value === undefined || value === null || context.operation.body === undefined)
        return request;
      return { ...request, body: { kind: 'json', value: { ...sent, [name]: to(value) } } };
    },
  });
  if (types.includes('string'))
    return [
      fault(
        clause,
        'number-for-text',
        'type',
        'a number is taken for its digits',
        convert((value) => (typeof value === 'number' ? String(value) : value)),
      ),
    ];
  if (types.includes('integer'))
    return [
      fault(
        clause,
        'text-for-number',
        'type',
        'digits in a text are taken for a number',
        convert((value) =>
          typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value,
        ),
      ),
      fault(
        clause,
        'fraction-for-integer',
        'type',
        'the fraction of a number is dropped',
        convert((value) => (typeof value === 'number' ? Math.trunc(value) : value)),
      ),
    ];
  return [];
}

/** Null is neither left out nor refused, but kept and shown. */
function nullKept(clause: Clause): Fault {
  const name = clause.element ?? '';
  return fault(clause, 'null-kept', 'null', 'null is kept and shown', {
    ...onWrites((decision, context) =>
      sentBody(context)[name] === null
        ? savingOtherwise(decision, context, (saved) => ({ ...saved, [name]: null }))
        : decision,
    ),
    // A server that accepts null must not refuse it first.
    ...reading(clause, (schema) => ({ anyOf: [schema, { type: 'null' }] })),
  });
}

/** properties that need each other, by operation. */
function conditions(clauses: readonly Clause[]): readonly Fault[] {
  const byOperation = new Map(clauses.map((clause) => [clause.operation ?? '', clause]));
  return [...byOperation.values()].map((clause): Fault => {
    const { operation = '' } = clause;
    return {
      name: `condition-not-checked:${operation}`,
      class: 'conditional',
      description: `${operation} accepts a body that satisfies no alternative.`,
      breaks: clauses.filter((other) => other.operation === operation).map(({ id }) => id),
      operation,
      contract: (right) => withoutAlternatives(right, operation),
    };
  });
}

function withoutAlternatives(contract: Contract, operation: string): Contract {
  return withBody(contract, operation, (body) => {
    const common = body.properties.filter(({ required }) => required).map(({ name }) => name);
    return {
      ...body,
      alternatives: body.alternatives.map(() => common),
      schema: inAlternatives(body.schema, (schema) => ({ ...schema, required: common })),
    };
  });
}
