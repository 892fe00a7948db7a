import type { CommandOperation, CompoundOperation } from '@oidc-admin/client';

/** What `modifyOidcConfig` takes as a command: a save in which nothing but the network is required. */
export function modifyConfigCommand({ body, ...saving }: CommandOperation): CompoundOperation {
  const properties = body?.properties ?? [];
  return {
    ...saving,
    id: 'modifyOidcConfig',
    summary: 'Change the OIDC configuration',
    description:
      'Reads the OIDC configuration of a network, puts in what is given, and saves the result: what is left out stays as it is. A read may mask the secret, so say what becomes of it.',
    removable: properties.filter(({ required }) => !required).map(({ name }) => name),
    body: {
      alternatives: [[]],
      properties: properties.map((property) => ({ ...property, required: false })),
    },
  };
}
