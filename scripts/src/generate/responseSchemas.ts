import { typescriptHeader } from './header.ts';
import type { Specification } from './specification.ts';
import { toolVersion } from './toolVersion.ts';

/**
 * `responseSchemas.ts` of a client: the schema of each operation's success that has a body, references resolved.
 * Apart from the table of operations, as only those need it who have responses validated.
 */
export const responseSchemas = ({ contract, file }: Specification): string => {
  const schemas = contract.operations.flatMap(({ id, responses }) => {
    const success = responses.find(({ status, schema }) => status < 300 && schema !== undefined);
    return success === undefined ? [] : [[id, success.schema]];
  });
  return [
    typescriptHeader({ tool: toolVersion(), source: file }),
    'export const responseSchemas = ',
    JSON.stringify(Object.fromEntries(schemas), undefined, 2),
    ';\n',
  ].join('');
};
