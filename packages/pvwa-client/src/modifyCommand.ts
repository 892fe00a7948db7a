import type { CommandOperation, CompoundOperation } from '@oidc-admin/client';

/** What `modifyProvider` takes as a command: an update in which nothing but the id is required. */
export function modifyCommand({ body, ...update }: CommandOperation): CompoundOperation {
  const properties = body?.properties ?? [];
  return {
    ...update,
    id: 'modifyProvider',
    summary: 'Change an identity provider',
    description:
      'Reads an identity provider, puts in what is given, and replaces it with the result: what is left out stays as it is. A read never returns the client secret, so say what becomes of it.',
    removable: properties.filter(({ required }) => !required).map(({ name }) => name),
    body: {
      alternatives: [[]],
      // A default is for what an update leaves out.
      properties: properties.map(({ default: _default, ...property }) => ({
        ...property,
        required: false,
      })),
    },
  };
}
