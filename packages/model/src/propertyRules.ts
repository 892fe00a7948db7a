import { pointerSteps, kindOfKeyword, type Property, type RuleKind } from '@oidc-admin/contract';
import type { Ajv2020, ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import type { ClauseTopic, ClauseIndex } from './clauseIndex.ts';
import type { Broken } from './model.ts';

/** Where properties or parameters stand, and which clauses speak of them. */
export interface PropertyPlace {
  readonly operation: string;
  readonly root: 'body' | 'path' | 'query';
  readonly clauses: ClauseIndex;
  /** Every property or parameter there, nested ones by their dotted names. */
  readonly properties: ReadonlyMap<string, Property>;
}

/** A property's own schema, and that of the JSON text that it holds where it says so. */
interface CompiledProperty {
  readonly property: Property;
  readonly value: ValidateFunction;
  readonly content: ValidateFunction | undefined;
}

/** Compiles the schemas of a property. */
export function compileProperty(ajv: Ajv2020, property: Property): CompiledProperty {
  const content = property.schema['contentSchema'];
  const isSchema = typeof content === 'object' && content !== null;
  return {
    property,
    value: ajv.compile(property.schema),
    content: isSchema ? ajv.compile(content) : undefined,
  };
}

/** Whether a text holds JSON that obeys a schema; what is no text is not its matter. */
export function holdsJson(check: ValidateFunction, text: unknown): boolean {
  if (typeof text !== 'string') return true;
  try {
    return check(JSON.parse(text));
  } catch {
    return false;
  }
}

/** The rules that a wrong value of a property breaks, read off what Ajv found. Messages hold no value. */
export function brokenByErrors(
  errors: readonly ErrorObject[],
  value: unknown,
  property: string,
  place: PropertyPlace,
): readonly Broken[] {
  // What is of the wrong type breaks other keywords too, but only because of its type.
  const mistyped = new Set(
    errors.filter(({ keyword }) => keyword === 'type').map(({ instancePath }) => instancePath),
  );
  const found = new Map<string, Broken>();
  for (const error of errors) {
    if (error.keyword !== 'type' && mistyped.has(error.instancePath)) continue;
    const broken = brokenByError(error, value, property, place);
    found.set(`${broken.clause} ${broken.location.join('/')}`, broken);
  }
  return [...found.values()];
}

function brokenByError(
  error: ErrorObject,
  value: unknown,
  property: string,
  place: PropertyPlace,
): Broken {
  const { missingProperty: missing, additionalProperty: extra }: Record<string, unknown> =
    error.params;
  const steps = [
    ...pointerSteps(error.instancePath),
    ...(typeof missing === 'string' ? [missing] : []),
  ];
  if (place.root === 'path')
    return brokenProperty('pathParameter', messageOf(error), property, place);
  if (error.keyword === 'type' && valueBelow(value, pointerSteps(error.instancePath)) === null) {
    const required = place.properties.get(dotted(property, steps))?.required === true;
    const kind = required ? 'nullRequired' : 'nullOptional';
    return brokenProperty(kind, 'must not be null', property, place, steps);
  }
  const kind = isResponseOnly(error, value, property, place)
    ? 'responseOnly'
    : kindOfKeyword(error.keyword, error.params['format']);
  if (typeof extra !== 'string')
    return brokenProperty(kind, messageOf(error), property, place, steps);
  // An object that is closed without a clause of its own is part of its body.
  const about = { element: dotted(property, steps) };
  const closed = place.clauses.find(place.operation, kind, about) ? kind : 'unknownProperty';
  const broken = brokenProperty(closed, messageOf(error), property, place, steps);
  return { ...broken, location: [...broken.location, extra] };
}

/** Whether a value is none of those that a request may have, but one that the document knows from responses. */
function isResponseOnly(
  { keyword, instancePath }: ErrorObject,
  value: unknown,
  property: string,
  { operation, clauses }: PropertyPlace,
): boolean {
  if (keyword !== 'enum' || instancePath !== '') return false;
  const only = clauses.find(operation, 'responseOnly', { element: property })?.value;
  return Array.isArray(only) && only.some((one) => one === value);
}

/** One rule that a property or parameter breaks; `steps` lead from the property to the place inside it. */
export function brokenProperty(
  kind: RuleKind,
  message: string,
  property: string,
  place: PropertyPlace,
  steps: readonly string[] = [],
): Broken {
  const name = dotted(property, steps);
  const about: ClauseTopic =
    place.root === 'body' ? { element: name } : { in: place.root, element: name };
  return {
    clause: place.clauses.get(place.operation, kind, about).id,
    kind,
    location: [place.root, property, ...steps],
    property,
    message: `${name} ${message}.`,
  };
}

/** The name of a nested property, as in the contract: `list[].name`. */
function dotted(property: string, steps: readonly string[]): string {
  return steps.reduce(
    (name, step) => (/^\d+$/.test(step) ? `${name}[]` : `${name}.${step}`),
    property,
  );
}

function valueBelow(value: unknown, steps: readonly string[]): unknown {
  return steps.reduce<unknown>(
    (inner, step) =>
      typeof inner === 'object' && inner !== null ? Reflect.get(inner, step) : undefined,
    value,
  );
}

function messageOf(error: ErrorObject): string {
  const allowed: unknown = error.params['allowedValues'];
  if (Array.isArray(allowed)) return `must be one of ${allowed.map(String).join(', ')}`;
  return error.message ?? `breaks ${error.keyword}`;
}
