import openapiTypescript, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { typescriptHeader } from './header.ts';
import type { Specification } from './specification.ts';
import { toolVersion } from './toolVersion.ts';

/** `types.ts` of a client: the TypeScript types of every schema and operation. */
export const types = async ({ document, file }: Specification): Promise<string> => {
  // It changes the document that it is given.
  const copy = structuredClone(document) as unknown as OpenAPI3;
  const nodes = await openapiTypescript(copy, {
    // A property with a default may be left out of a request.
    defaultNonNullable: false,
    silent: true,
  });
  return (
    typescriptHeader({ tool: toolVersion('openapi-typescript'), source: file }) + astToString(nodes)
  );
};
