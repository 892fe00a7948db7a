import { type CallOptions, InputError, type InputOf, type OutputOf } from '@oidc-admin/client';
import { table } from './generated/operations.ts';
import type { operations } from './generated/types.ts';

type Save = InputOf<operations['registerOidcConfig']>;
type Properties = Omit<Save, 'networkId' | 'secret'>;

/** What to change: a property left out stays as it is, `null` takes it away. */
export type OidcConfigChanges = { readonly [Name in keyof Properties]?: Properties[Name] | null };

/** The two calls that a modification is made of. */
interface ConfigCalls {
  getOidcInfo(
    input: { readonly networkId: string },
    options?: CallOptions,
  ): Promise<OutputOf<operations['getOidcInfo']>>;
  registerOidcConfig(
    input: Save,
    options?: CallOptions,
  ): Promise<OutputOf<operations['registerOidcConfig']>>;
}

const save = table.operations.find(({ id }) => id === 'registerOidcConfig');

/** The caller's time-out covers both calls. */
function remaining(options: CallOptions | undefined, started: number): CallOptions | undefined {
  return options?.timeoutMs === undefined
    ? options
    : { ...options, timeoutMs: Math.max(1, options.timeoutMs - (performance.now() - started)) };
}

/**
 * Reads the configuration of a network, merges the changes and saves the result. A read may mask the secret, so say what becomes
 * of it: it is sent anew, or the network has none afterwards (`null`). Two modifications at the same time can undo each other.
 */
export async function modifyOidcConfig(
  calls: ConfigCalls,
  networkId: string,
  changes: OidcConfigChanges,
  decision: { readonly secret: string | null },
  options?: CallOptions,
): Promise<OutputOf<operations['registerOidcConfig']>> {
  const refuse = (property: string, message: string): InputError =>
    new InputError({
      message: `modifyOidcConfig: ${message}`,
      operation: 'modifyOidcConfig',
      property,
    });
  // Callers without types may forget it, and would lose the secret that is saved.
  const secret = (decision as Partial<typeof decision> | undefined)?.secret;
  if (secret !== null && typeof secret !== 'string')
    throw refuse('secret', "'secret' must be the client secret to send, or null for none");
  const started = performance.now();
  const { openidConnectInfo: current } = await calls.getOidcInfo({ networkId }, options);
  // A network without configuration may also answer with empty texts.
  if (!current?.companyId) throw refuse('networkId', 'the network has no configuration yet');
  const merged: Record<string, unknown> = { networkId };
  const [kept, given] = [current, changes] as readonly Readonly<Record<string, unknown>>[];
  for (const { name } of save !== undefined && 'body' in save ? save.body.properties : []) {
    const value = given?.[name] === undefined ? kept?.[name] : given[name];
    if (name !== 'secret' && value !== undefined && value !== null) merged[name] = value;
  }
  if (secret !== null) merged['secret'] = secret;
  return calls.registerOidcConfig(merged as Save, remaining(options, started));
}
