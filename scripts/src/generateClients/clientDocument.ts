import { isDeepStrictEqual } from 'node:util';
import { isObject, valueAt } from '@oidc-admin/contract';
import { holdsData, holdsNames } from '../generate/openApiWords.ts';
import { joinedProperties } from './joinedProperties.ts';

type Plain = Readonly<Record<string, unknown>>;

/**
 * The document that a generator gets, made of the plain copy. What servers send has no closed list of values: such a list
 * becomes words, as a value that a later server adds must not make a client fail. How long a secret may be is said in words
 * too: generators hide one only where its text has no limits. Where a generator makes one type of a union of objects, each
 * union is one object: it requires what every alternative requires, and says the rest in words.
 */
export function clientDocument(plain: Plain, keepsUnions: boolean): Plain {
  const answered = schemasAnswered(plain);
  const { components, ...others } = plain;
  const { schemas = {}, ...otherComponents } = (components ?? {}) as Plain;
  const document = {
    ...(inWords(others, false) as Plain),
    components: {
      ...(inWords(otherComponents, false) as Plain),
      schemas: Object.fromEntries(
        Object.entries(schemas as Plain).map(([name, schema]) => [
          name,
          inWords(schema, answered.has(name)),
        ]),
      ),
    },
  };
  return keepsUnions ? document : withoutUnions(document);
}

/** The names of the schemas that responses hold, through others too. */
function schemasAnswered(plain: Plain): ReadonlySet<string> {
  const answered = new Set<string>();
  function follow(node: unknown, isAnswer: boolean): void {
    if (Array.isArray(node)) for (const item of node) follow(item, isAnswer);
    if (!isObject(node)) return;
    const name = isAnswer ? schemaNamed(node) : undefined;
    if (name !== undefined && !answered.has(name)) {
      answered.add(name);
      follow(valueAt(plain, `/components/schemas/${name}`), true);
    }
    for (const [key, inner] of Object.entries(node)) follow(inner, isAnswer || key === 'responses');
  }
  const { schemas: _, ...others } = (plain['components'] ?? {}) as Plain;
  follow([plain['paths'], others], false);
  return answered;
}

function schemaNamed({ $ref }: Plain): string | undefined {
  return typeof $ref === 'string' ? /^#\/components\/schemas\/(.+)$/.exec($ref)?.[1] : undefined;
}

/** A part of a document whose schemas say some of their rules in words. `around` is the key under which it is. */
function inWords(schema: unknown, isOpen: boolean, around = ''): unknown {
  if (Array.isArray(schema)) return schema.map((item) => inWords(item, isOpen));
  if (!isObject(schema)) return schema;
  const isNames = holdsNames.has(around);
  const { left, words } = isNames ? { left: schema, words: '' } : rulesOf(schema, isOpen);
  const inside = Object.fromEntries(
    Object.entries(left).map(([key, inner]) => [
      key,
      !isNames && holdsData.has(key)
        ? inner
        : inWords(inner, isOpen || (!isNames && key === 'responses'), isNames ? '' : key),
    ]),
  );
  return words === ''
    ? inside
    : { ...inside, description: sentences(schema['description'], words) };
}

/** What is left of a schema without the rules that become words, and these words. */
function rulesOf(schema: Plain, isOpen: boolean): { readonly left: Plain; readonly words: string } {
  if (schema['format'] === 'password') {
    const { minLength, maxLength, pattern, ...left } = schema;
    const words = [
      minLength !== undefined && `At least ${JSON.stringify(minLength)} characters.`,
      maxLength !== undefined && `At most ${JSON.stringify(maxLength)} characters.`,
      pattern !== undefined && `It has to fit ${JSON.stringify(pattern)}.`,
    ];
    return { left, words: sentences(...words) };
  }
  const { enum: values, ...left } = schema;
  if (!isOpen || !Array.isArray(values)) return { left: schema, words: '' };
  const known = values.map((value) => JSON.stringify(value)).join(', ');
  return { left, words: `Known values: ${known}; a server may send others.` };
}

function sentences(...parts: readonly unknown[]): string {
  return parts.filter((part) => typeof part === 'string' && part !== '').join(' ');
}

/** A document in which each union of named objects is one object, and the alternatives that nothing else names are left out. */
function withoutUnions(document: Plain): Plain {
  const schemas = valueAt(document, '/components/schemas') as Readonly<Record<string, Plain>>;
  const flat = Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, oneObject(schema, schemas)]),
  );
  const alternatives = new Set(
    Object.values(schemas).flatMap((schema) =>
      (alternativesOf(schema, schemas) ?? []).map(({ name }) => name),
    ),
  );
  const text = JSON.stringify({
    ...document,
    components: { ...(document['components'] as object), schemas: flat },
  });
  return {
    ...document,
    components: {
      ...(document['components'] as object),
      schemas: Object.fromEntries(
        Object.entries(flat).filter(
          ([name]) => !alternatives.has(name) || text.includes(`"#/components/schemas/${name}"`),
        ),
      ),
    },
  };
}

interface Alternative {
  readonly name: string;
  readonly schema: Plain;
}

/** The alternatives of a union of named objects without a discriminator, which generators understand. */
function alternativesOf(
  schema: Plain,
  schemas: Readonly<Record<string, Plain>>,
): readonly Alternative[] | undefined {
  const union = schema['anyOf'] ?? schema['oneOf'];
  if (!Array.isArray(union) || schema['discriminator'] !== undefined) return undefined;
  const found = union.flatMap((item): readonly Alternative[] => {
    const name = isObject(item) ? schemaNamed(item) : undefined;
    const target = name === undefined ? undefined : schemas[name];
    return name !== undefined && target?.['type'] === 'object' ? [{ name, schema: target }] : [];
  });
  return found.length === union.length ? found : undefined;
}

function oneObject(schema: Plain, schemas: Readonly<Record<string, Plain>>): Plain {
  const alternatives = alternativesOf(schema, schemas);
  if (alternatives === undefined) return schema;
  const { anyOf: _, oneOf: _one, description, ...others } = schema;
  const needs = alternatives.map(({ schema: { required = [] } }) => required as readonly string[]);
  const common = (needs[0] ?? []).filter((name) => needs.every((names) => names.includes(name)));
  const more = needs.map((names) => names.filter((name) => !common.includes(name)).join(', '));
  const rule =
    more.some((names) => names !== '') &&
    `Beside what is always needed, it needs: ${more.map((names) => names || 'nothing more').join('; or ')}.`;
  const extra = alternatives[0]?.schema['additionalProperties'];
  const isSame = alternatives.every((one) =>
    isDeepStrictEqual(one.schema['additionalProperties'], extra),
  );
  return {
    ...others,
    ...((description !== undefined || rule !== false) && {
      description: sentences(description, rule),
    }),
    type: 'object',
    ...(common.length > 0 && { required: common }),
    properties: joinedProperties(
      alternatives.map(({ schema: { properties } }) => (properties ?? {}) as Plain),
    ),
    ...(isSame && extra !== undefined && { additionalProperties: extra }),
  };
}
