import { DocumentedError, type HttpExchange } from '@oidc-admin/client';
import { createPvwaClient } from '@oidc-admin/pvwa-client';
import { createWickrClient } from '@oidc-admin/wickr-client';
import type { ConductedCall, Conductor } from './conductor.ts';

type Method = (input: object) => Promise<unknown>;

/** Told of each response that came. */
type Listener = (exchange: HttpExchange) => void;

/** Our own client of each API, made anew for each call. */
const clients: Readonly<Record<string, (call: ConductedCall, onExchange: Listener) => object>> = {
  pvwa: ({ url, signIn, signedIn }, onExchange) =>
    createPvwaClient({
      url,
      retry: false,
      onExchange,
      environment: {},
      ...(signedIn && { token: signIn['token'] }),
    }),
  wickr: ({ url, signIn }, onExchange) =>
    createWickrClient({
      endpoint: url,
      region: signIn['region'],
      retry: false,
      onExchange,
      environment: {},
      credentials: {
        accessKeyId: signIn['accessKeyId'] ?? '',
        secretAccessKey: signIn['secretAccessKey'] ?? '',
      },
    }),
};

/** Makes every call with our own client. */
export async function driveOurs(api: string, conductor: Conductor): Promise<void> {
  let call = conductor.next('');
  while (call !== undefined) {
    let outcome = 'no response';
    const client = clients[api]?.(call, ({ response }) => {
      outcome = String(response?.status);
    }) as Readonly<Record<string, Method>>;
    try {
      await client[call.operation]?.({ ...call.path, ...call.query, ...call.body });
    } catch (error) {
      // A documented error is what most of these calls are there for.
      if (!(error instanceof DocumentedError)) outcome = String(error);
    }
    call = conductor.next(outcome);
  }
}
