import { commandTable, operationTable } from '@oidc-admin/contract';
import { clientInputs } from './clientInputs.ts';
import { typescriptFile } from './provenance.ts';
import type { Specification } from './specification.ts';

/** The tables below `src/generated` of a client, by file name. */
export async function clientFiles(
  specification: Specification,
): Promise<Readonly<Record<string, string>>> {
  const { contract, file } = specification;
  const constant = (name: string, data: unknown, ending: string): Promise<string> =>
    typescriptFile(file, `export const ${name} = ${JSON.stringify(data)}${ending};`);
  return {
    // Methods, errors and their types are derived from it.
    'operations.ts': await constant('table', operationTable(contract), ' as const'),
    // Apart from it, as only the command line needs texts for people and the rows of facts.
    'commands.ts': await constant('commands', commandTable(contract), ' as const'),
    // Apart from both, as only those need it who have responses validated.
    'responseSchemas.ts': await constant('responseSchemas', responseSchemas(specification), ''),
    'inputs.ts': await clientInputs(specification),
  };
}

/** The schema of each operation's success that has a body, references resolved, as far as Ajv reads it. */
function responseSchemas({ contract }: Specification): Readonly<Record<string, unknown>> {
  const schemas = contract.operations.flatMap(({ id, responses }) => {
    const success = responses.find(({ status, schema }) => status < 300 && schema !== undefined);
    return success?.schema === undefined ? [] : [[id, validating(success.schema)]];
  });
  return Object.fromEntries(schemas);
}

/** Keywords of a schema that refuse no value; formats are hints. */
const annotations: ReadonlySet<string> = new Set([
  'title',
  'description',
  'default',
  'format',
  'example',
  'examples',
  'deprecated',
  'readOnly',
  'writeOnly',
]);

function validating(schema: object): object {
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key]) => !annotations.has(key) && !key.startsWith('x-'))
      .map(([key, value]: [string, unknown]) => [key, inKeyword(key, value)]),
  );
}

function inKeyword(key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || key === 'enum' || key === 'const')
    return value;
  if (Array.isArray(value))
    return value.map((item: unknown) =>
      typeof item === 'object' && item ? validating(item) : item,
    );
  if (key !== 'properties' && key !== 'patternProperties' && key !== '$defs')
    return validating(value);
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]: [string, unknown]) => [name, inKeyword('', inner)]),
  );
}
