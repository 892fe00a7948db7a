import type { CommandLine } from '@oidc-admin/client';
import { table } from './generated/operations.ts';

const firstSave =
  'This network has no single sign-on yet. Switching it on signs all active users of the network out.';

/** How commands reach the Wickr admin API: with the variables that AWS's own tools read. */
export const commandLine: CommandLine = {
  table,
  settings: [
    {
      variable: 'AWS_REGION',
      description: 'The region that holds the network; AWS_DEFAULT_REGION where it is not set.',
      required: true,
    },
    { variable: 'AWS_ACCESS_KEY_ID', description: 'The access key to sign with.', required: true },
    { variable: 'AWS_SECRET_ACCESS_KEY', description: 'Its secret.', required: true },
    {
      variable: 'AWS_SESSION_TOKEN',
      description: 'Its session token, for temporary credentials.',
      required: false,
    },
    {
      variable: 'WICKR_ENDPOINT',
      description: 'The server, in place of the endpoint of the region.',
      required: false,
      url: true,
    },
  ],
  connect: async (environment, { timeoutMs }) => {
    const [{ ConfigurationError, createRedactor, DocumentedError }, { createWickrClient }] =
      await Promise.all([import('@oidc-admin/client'), import('./createWickrClient.ts')]);
    const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = environment;
    const { AWS_SESSION_TOKEN: sessionToken, WICKR_ENDPOINT: endpoint } = environment;
    const region = environment['AWS_REGION'] || environment['AWS_DEFAULT_REGION'];
    const missing = Object.entries({
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    }).flatMap(([variable, value]) => (value ? [] : [variable]));
    if (!region || !accessKeyId || !secretAccessKey) {
      throw new ConfigurationError({ message: `not set: ${missing.join(', ')}` });
    }
    const client = createWickrClient({
      region,
      credentials: { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) },
      timeoutMs,
      ...(endpoint ? { endpoint } : {}),
    });
    const redactor = createRedactor(table.sensitive);
    return {
      call: async (id, input, options) => {
        const methods = client as unknown as Readonly<
          Record<string, (input: unknown, options: unknown) => Promise<unknown>>
        >;
        return methods[id]?.(input, options);
      },
      concern: async (id, { networkId }, options) => {
        if (id !== 'registerOidcConfig') return undefined;
        try {
          const info = await client.getOidcInfo({ networkId: String(networkId) }, options);
          return info.openidConnectInfo === undefined ? firstSave : undefined;
        } catch (error) {
          if (error instanceof DocumentedError && error.status === 404) return firstSave;
          throw error;
        }
      },
      redacted: (_, answer) => redactor.value(answer),
      // A signature opens nothing.
      close: async () => undefined,
    };
  },
};
