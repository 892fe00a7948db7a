import { operationTable } from '@oidc-admin/contract';
import { typescriptHeader } from './header.ts';
import type { Specification } from './specification.ts';
import { toolVersion } from './toolVersion.ts';

/** `operations.ts` of a client: the table from which its methods and commands are derived. */
export const operations = ({ contract, file }: Specification): string =>
  [
    typescriptHeader({ tool: toolVersion(), source: file }),
    'export const table = ',
    JSON.stringify(operationTable(contract), undefined, 2),
    ' as const;\n',
  ].join('');
