import type { CommandOperation, CompoundOperation } from '@oidc-admin/client';

/** What `modifyProvider` takes as a command: an update in which nothing but the id is required. */
export const modifyCommand = ({ body, ...update }: CommandOperation): CompoundOperation => ({
  ...update,
  id: 'modifyProvider',
  summary: 'Change an identity provider',
  description:
    'Reads an identity provider, puts in what is given, and replaces it with the result: what is left out stays as it is. A read never returns the client secret, so say what becomes of it.',
  removable: body?.properties.filter(({ required }) => !required).map(({ name }) => name) ?? [],
  ...(body === undefined
    ? {}
    : {
        body: {
          alternatives: [[]],
          // A default is for what an update leaves out.
          properties: body.properties.map(({ default: _default, ...property }) => ({
            ...property,
            required: false,
          })),
        },
      }),
});
