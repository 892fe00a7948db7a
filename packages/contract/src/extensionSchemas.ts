import schemas from './extensions.schema.json' with { type: 'json' };
import type { JsonSchema } from './json.ts';
import { kinds } from './kinds/index.ts';

const groups = Object.entries(kinds).map(([kind, { group }]) => ({ kind, group }));
const rules = groups.filter(({ kind, group }) => group === 'refuse' && kind !== 'order');
const promises = groups.filter(({ group }) => group === 'sequence');

/**
 * The JSON Schema of the extension keys: in `$defs`, each key by its name (`x-outcomes`), and each kind of OpenAPI object
 * (`operation`, `schema`, …) with the keys that may stand on it. Source: `docs/extensions.md`.
 */
export const extensionSchemas: JsonSchema & {
  readonly $defs: Readonly<Record<string, JsonSchema>>;
} = {
  ...schemas,
  $defs: {
    ...schemas.$defs,
    RULE_KIND: { enum: rules.map(({ kind }) => kind) },
    PROMISE: { enum: promises.map(({ kind }) => kind) },
  },
};
