import {
  elementAt,
  isEach,
  kindOfKeyword,
  pointerSteps,
  type ElementNode,
  type Property,
  type RuleKind,
} from '@oidc-admin/contract';
import type { Ajv2020, ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import type { ClauseTopic, ClauseIndex } from './clauseIndex.ts';
import type { Broken } from './model.ts';

/** Where properties or parameters stand, and which clauses speak of them. */
export interface PropertyPlace {
  readonly operation: string;
  readonly root: 'body' | 'path' | 'query' | 'header';
  readonly clauses: ClauseIndex;
  /** Every property or parameter there, nested ones by their dotted names. */
  readonly properties: ReadonlyMap<string, Property>;
  /** The properties of a body, those inside of others in their places; none of parameters. */
  readonly tree?: ElementNode;
}

/** A property with its own schema, compiled. */
export interface CompiledProperty {
  readonly property: Property;
  readonly value: ValidateFunction;
}

/** Compiles the schema of a property. */
export function compileProperty(ajv: Ajv2020, property: Property): CompiledProperty {
  return { property, value: ajv.compile(property.schema) };
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
    const name = nameOf(property, steps, place);
    const required = place.properties.get(name)?.required === true;
    const ofProperty = required ? 'nullRequired' : 'nullOptional';
    // An element of a list is neither required nor left out.
    const kind = isEach(name) ? 'type' : ofProperty;
    return brokenProperty(kind, 'must not be null', property, place, steps);
  }
  const kind = isResponseOnly(error, value, property, place)
    ? 'responseOnly'
    : kindOfKeyword(error.keyword, error.params['format']);
  if (typeof extra !== 'string')
    return brokenProperty(kind, messageOf(error), property, place, steps);
  // An object that is closed without a clause of its own is part of its body.
  const about = { element: nameOf(property, steps, place) };
  const closed = place.clauses.find(place.operation, kind, about) ? kind : 'unknownProperty';
  const broken = brokenProperty(closed, messageOf(error), property, place, steps);
  return { ...broken, location: [...broken.location, extra] };
}

/** Whether a value is none of those that a request may have, but one that the document knows from responses. */
function isResponseOnly(
  { keyword, instancePath }: ErrorObject,
  value: unknown,
  property: string,
  place: PropertyPlace,
): boolean {
  const { operation, clauses } = place;
  if (keyword !== 'enum') return false;
  const steps = pointerSteps(instancePath);
  const element = nameOf(property, steps, place);
  const only = clauses.find(operation, 'responseOnly', { element })?.value;
  const given = valueBelow(value, steps);
  return Array.isArray(only) && only.some((one) => one === given);
}

/** One rule that a property or parameter breaks; `steps` lead from the property to the place inside it. */
export function brokenProperty(
  kind: RuleKind,
  message: string,
  property: string,
  place: PropertyPlace,
  steps: readonly string[] = [],
): Broken {
  const name = nameOf(property, steps, place);
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

/** The name of a property as in the contract, of a nested one: `list[].name`. */
function nameOf(property: string, steps: readonly string[], { tree }: PropertyPlace): string {
  return tree === undefined ? property : elementAt(tree, [property, ...steps]);
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
