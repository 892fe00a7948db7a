import schemas from './extensions.schema.json' with { type: 'json' };
import type { JsonSchema } from './json.ts';

/**
 * The JSON Schema of the extension keys: in `$defs`, each key by its name (`x-outcomes`), and each kind of OpenAPI object
 * (`operation`, `schema`, …) with the keys that may stand on it. Source: `docs/extensions.md`.
 */
export const extensionSchemas: JsonSchema & {
  readonly $defs: Readonly<Record<string, JsonSchema>>;
} = schemas;
