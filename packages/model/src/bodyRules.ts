import {
  elementTree,
  isNested,
  isObject,
  pointerSteps,
  kindOfKeyword,
  type ElementNode,
  type JsonValue,
  type Operation,
  type RequestBody,
} from '@oidc-admin/contract';
import type { Ajv2020 } from 'ajv/dist/2020.js';
import type { ClauseIndex } from './clauseIndex.ts';
import { createContentRules } from './contentRules.ts';
import { contestedBy } from './contestedBy.ts';
import type { Broken, SchemaError } from './model.ts';
import {
  brokenByErrors,
  brokenProperty,
  compileProperty,
  type CompiledProperty,
  type PropertyPlace,
} from './propertyRules.ts';

/** The rules of one operation's body, compiled. */
export interface BodyRules {
  broken(value: JsonValue): readonly Broken[];
  violations(value: JsonValue): readonly SchemaError[];
}

type Given = { readonly [name: string]: JsonValue };

const none: readonly never[] = Object.freeze([]);

/**
 * Compiles the rules of a body. A right body costs one call of the compiled schema and makes no garbage; only a wrong
 * one is looked at property by property, which names the one rule that it breaks even where the schema is a union.
 */
export function createBodyRules(
  ajv: Ajv2020,
  operation: Operation,
  body: RequestBody,
  clauses: ClauseIndex,
): BodyRules {
  const properties = new Map(body.properties.map((property) => [property.name, property]));
  const tree = elementTree(body.properties);
  const place: PropertyPlace = { operation: operation.id, root: 'body', clauses, properties, tree };
  const whole = ajv.compile(body.schema);
  const wrong = createPropertyChecks(ajv, body, place, tree);
  const misheld = createContentRules(ajv, place);
  const contested = contestedBy(operation, body, clauses);

  const right = (value: JsonValue): boolean => {
    if (!whole(value)) return false;
    return misheld(value).length === 0;
  };

  /** What only the whole schema says, such as a closed list of properties. */
  const rest = (): readonly Broken[] =>
    (whole.errors ?? []).map((error) => {
      const extra: unknown =
        error.params['additionalProperty'] ?? error.params['unevaluatedProperty'];
      const kind =
        typeof extra === 'string'
          ? 'unknownProperty'
          : kindOfKeyword(error.keyword, error.params['format']);
      const location = [
        'body',
        ...pointerSteps(error.instancePath),
        ...(typeof extra === 'string' ? [extra] : []),
      ];
      const clause = clauses.find(operation.id, kind) ?? clauses.get(operation.id, 'bodyType');
      return {
        clause: clause.id,
        kind,
        location,
        message: `The body ${error.message ?? 'is wrong'}.`,
      };
    });

  return {
    broken(value) {
      if (right(value)) return contested(value);
      if (!isObject(value)) {
        const clause = clauses.get(operation.id, 'bodyType').id;
        return [
          { clause, kind: 'bodyType', location: ['body'], message: 'The body must be an object.' },
        ];
      }
      const mistaken = wrong(value);
      const known = new Set(mistaken.map(({ location }) => location.join('/')));
      const found = [
        ...missing(value, body, place),
        ...mistaken,
        ...misheld(value).filter(({ location }) => !known.has(location.join('/'))),
      ];
      return found.length > 0 || whole(value) ? found : rest();
    },
    violations(value) {
      if (whole(value)) return none;
      return (whole.errors ?? []).map((error) => ({
        location: ['body', ...error.instancePath.split('/').filter((step) => step !== '')],
        code: error.keyword,
      }));
    },
  };
}

/** What is wrong with each property of a body, and with each value of one that is a map. */
function createPropertyChecks(
  ajv: Ajv2020,
  body: RequestBody,
  place: PropertyPlace,
  { inner, values }: ElementNode,
): (value: Given) => readonly Broken[] {
  const own = body.properties
    .filter(({ name }) => !isNested(name))
    .map((property) => compileProperty(ajv, property));
  const inMap = values?.item === undefined ? undefined : compileProperty(ajv, values.item);
  return (value) => {
    const wrongAt = (name: string, { value: check }: CompiledProperty): readonly Broken[] =>
      check(value[name]) ? [] : brokenByErrors(check.errors ?? [], value[name], name, place);
    const found = own.flatMap((check) => {
      const { name } = check.property;
      return Object.hasOwn(value, name) ? wrongAt(name, check) : [];
    });
    if (inMap === undefined) return found;
    const others = Object.keys(value).filter((name) => !inner.has(name));
    return [...found, ...others.flatMap((name) => wrongAt(name, inMap))];
  };
}

/** Required properties that are left out, and those without which no alternative of the body's union is satisfied. */
function missing(value: Given, body: RequestBody, place: PropertyPlace): readonly Broken[] {
  const lacks = (name: string): boolean => !Object.hasOwn(value, name);
  const common = body.properties
    .filter(({ name, required }) => required && !isNested(name))
    .map(({ name }) => name);
  const required = common
    .filter(lacks)
    .map((name) => brokenProperty('required', 'is required', name, place));
  const alternatives = body.alternatives.map((names) => {
    const distinct = names.filter((name) => !common.includes(name));
    return { distinct, left: distinct.filter(lacks) };
  });
  if (alternatives.length < 2 || alternatives.some(({ left }) => left.length === 0))
    return required;
  // The alternative that was probably meant: the one that lacks least, and of these the one that has most.
  const [nearest] = alternatives.toSorted(
    (one, other) =>
      one.left.length - other.left.length || other.distinct.length - one.distinct.length,
  );
  const others = alternatives
    .filter((alternative) => alternative !== nearest)
    .map(({ distinct }) => distinct.join(' with '));
  const message = `is required, unless there is ${others.join(', or ')}`;
  return [
    ...required,
    ...(nearest?.left ?? []).map((name) => brokenProperty('conditional', message, name, place)),
  ];
}
