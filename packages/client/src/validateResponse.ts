import { Ajv2020 } from 'ajv/dist/2020.js';

/** JSON Schemas of the successes, by operation. */
export type ResponseSchemas = Readonly<Record<string, unknown>>;

/**
 * Compiles response schemas, each when it is first needed. Answers where and how a value breaks its
 * operation's schema; the value itself is not quoted.
 */
export function validatorOf(
  schemas: ResponseSchemas,
): (operation: string, value: unknown) => string | undefined {
  // The document's own keys stand beside those of JSON Schema; formats are hints.
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  return (operation, value) => {
    const schema = schemas[operation];
    if (typeof schema !== 'object' || schema === null) return undefined;
    // Ajv keeps what it compiled, by the schema's identity.
    const validate = ajv.compile(schema);
    if (validate(value)) return undefined;
    const [error] = validate.errors ?? [];
    return `${error?.instancePath || 'the body'} ${error?.message ?? 'is wrong'}`;
  };
}
