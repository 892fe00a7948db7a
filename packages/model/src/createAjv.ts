import formats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';

/**
 * An Ajv of the dialect of OpenAPI 3.1 that reports every error, as Prism sets its own up: unknown keywords (`x-…`)
 * are left alone, lengths count characters, formats are checked. `coerce` reads numbers and booleans out of text,
 * which is how parameters arrive.
 */
export function createAjv(options: { readonly coerce: boolean }): Ajv2020 {
  const ajv = new Ajv2020({
    allErrors: true,
    allowUnionTypes: true,
    allowMatchingProperties: true,
    strict: false,
    // The contract has looked at the shape of every schema; compiling the schema of schemas takes longer than all of them.
    validateSchema: false,
    // Shorter code takes longer to make than it saves: a run asks each schema some hundred times.
    code: { optimize: false },
    // `constructor` is no property of an object that does not hold it itself.
    ownProperties: true,
    logger: false,
    coerceTypes: options.coerce,
  });
  formats.default(ajv);
  return ajv;
}
