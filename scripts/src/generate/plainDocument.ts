import { isObject, plainLimits, valueAt } from '@oidc-admin/contract';
import { extensionKeys, holdsData, holdsNames, isToolKey } from './openApiWords.ts';
import { jsonFile, provenance } from './provenance.ts';
import type { Specification } from './specification.ts';

/** Of our keys, the one that stays: a program can read in it what the words beside it say. */
const staying = 'x-normalised';
const leaving: ReadonlySet<string> = new Set(
  ['x-authority', ...extensionKeys].filter((key) => key !== staying),
);

type Plain = Record<string, unknown>;

/**
 * The plain copy of a document, for other people's generators and importers: all texts, none of our keys but
 * `x-normalised`. An enum has one spelling of each value; the others are said in words, and no example has one.
 */
export function plainDocument(document: Specification['document']): Plain {
  const plain = copied(document, '', { document, spellings: otherSpellings(document) }) as Plain;
  const { examples, ...components } = (plain['components'] ?? {}) as { readonly examples?: Plain };
  const text = JSON.stringify(plain);
  const used = Object.entries(examples ?? {}).filter(([name]) =>
    text.includes(`"#/components/examples/${name}"`),
  );
  return {
    ...plain,
    components: {
      ...components,
      ...(used.length > 0 && { examples: Object.fromEntries(used) }),
    },
  };
}

/** `openapi.json` of a specification: its {@link plainDocument}. */
export async function plainFile({
  document,
  file,
}: Pick<Specification, 'document' | 'file'>): Promise<string> {
  const plain = plainDocument(document);
  const info = plain['info'] as { readonly description?: string };
  const description = [info.description, provenance(file)].filter(Boolean).join('\n\n');
  return jsonFile({ ...plain, info: { ...info, description } });
}

/** The spellings that are no longer in an enum, by the name of their property. */
type Spellings = ReadonlyMap<string, ReadonlySet<string>>;

interface Source {
  readonly document: unknown;
  readonly spellings: Spellings;
}

function otherSpellings(document: unknown): Spellings {
  const found = new Map<string, Set<string>>();
  function visit(node: unknown, name: string): void {
    if (typeof node !== 'object' || node === null) return;
    for (const spelling of Object.keys((node as Plain)[staying] ?? {}))
      found.set(name, (found.get(name) ?? new Set()).add(spelling));
    for (const [key, inner] of Object.entries(node)) visit(inner, key);
  }
  visit(document, '');
  return found;
}

/** `around` is the key under which a value is. Directly below `properties`, say, keys are names and not words. */
function copied(value: unknown, around: string, source: Source): unknown {
  if (Array.isArray(value)) return value.map((item) => copied(item, '', source));
  if (!isObject(value)) return value;
  const isNames = holdsNames.has(around);
  return Object.fromEntries(
    Object.entries(isNames ? value : oneSpelling(value)).flatMap(([key, inner]) => {
      if (isToolKey(key, around) && leaving.has(key)) return [];
      if (!isNames && key === 'security')
        return [[key, withoutRoles(inner as readonly Plain[], source)]];
      if (!isNames && key === 'examples' && isObject(inner))
        return [[key, withoutSpellings(inner, source)]];
      if (!isNames && (holdsData.has(key) || key === staying)) return [[key, inner]];
      return [[key, copied(inner, isNames ? '' : key, source)]];
    }),
  );
}

/** A schema with one spelling of each value, the others in words, and without the limits that its enum says already. */
function oneSpelling(schema: Readonly<Plain>): Readonly<Plain> {
  const { [staying]: others = {}, enum: values } = schema;
  if (!Array.isArray(values)) return schema;
  const words = Object.entries(others as object).map(([from, to]) => `${from} for ${to}`);
  return Object.fromEntries(
    Object.entries({
      ...schema,
      enum: values.filter((value) => !Object.hasOwn(others as object, String(value))),
      ...(words.length > 0 && {
        description: [schema['description'], `Also taken: ${words.join(', ')}.`]
          .filter(Boolean)
          .join(' '),
      }),
    }).filter(([key]) => !plainLimits.has(key)),
  );
}

/** Only the scopes of an authorization server stay: what a role is was said by a key. */
function withoutRoles(security: readonly Plain[], { document }: Source): unknown {
  return security.map((schemes) =>
    Object.fromEntries(
      Object.entries(schemes).map(([name, scopes]) => {
        const scheme = valueAt(document, `/components/securitySchemes/${name}`);
        const hasScopes =
          isObject(scheme) && /^(oauth2|openIdConnect)$/.test(String(scheme['type']));
        return [name, hasScopes ? scopes : []];
      }),
    ),
  );
}

/** Of the examples of a place, those that have no spelling that is no longer in its enum. */
function withoutSpellings(examples: Readonly<Plain>, { document, spellings }: Source): Plain {
  return Object.fromEntries(
    Object.entries(examples).filter(([, example]) => {
      const { $ref } = example as { readonly $ref?: string };
      const target = $ref === undefined ? example : valueAt(document, $ref.slice(1));
      return !hasSpelling(target, '', spellings);
    }),
  );
}

function hasSpelling(value: unknown, name: string, spellings: Spellings): boolean {
  if (typeof value === 'string') return spellings.get(name)?.has(value) === true;
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.entries(value).some(([key, inner]) => hasSpelling(inner, key, spellings))
  );
}
