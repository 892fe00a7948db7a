import { typescriptHeader } from './header.ts';
import type { Specification } from './specification.ts';
import { toolVersion } from './toolVersion.ts';

/** `document.ts` of a mock: the OpenAPI document, so that nothing has to be read or parsed at the start. */
export const document = ({ document: data, file }: Specification): string =>
  [
    typescriptHeader({ tool: toolVersion(), source: file }),
    'export const document = ',
    JSON.stringify(data, undefined, 2),
    ';\n',
  ].join('');
