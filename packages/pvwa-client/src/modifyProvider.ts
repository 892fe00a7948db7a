import { type CallOptions, InputError, type InputOf } from '@oidc-admin/client';
import { table } from './generated/operations.ts';
import type { operations } from './generated/types.ts';

type Update = InputOf<operations['updateProvider']>;
type Properties = Omit<Update, 'id' | 'clientSecret'>;

/** What to change: a property left out stays as it is, `null` takes it away. */
export type ProviderChanges = { readonly [Name in keyof Properties]?: Properties[Name] | null };

/**
 * What becomes of the client secret, which a read never returns: an update sends it anew, or the
 * provider has none afterwards (`null`).
 */
export interface SecretDecision {
  readonly secret: string | null;
}

/** The two calls that a modification is made of. */
interface ProviderCalls {
  getProvider(
    input: { readonly id: string },
    options?: CallOptions,
  ): Promise<Readonly<Record<string, unknown>>>;
  updateProvider(input: Update, options?: CallOptions): Promise<void>;
}

const operation = table.operations.find(({ id }) => id === 'updateProvider');

/** The caller's time-out covers both calls. */
function remaining(options: CallOptions | undefined, started: number): CallOptions | undefined {
  return options?.timeoutMs === undefined
    ? options
    : { ...options, timeoutMs: Math.max(1, options.timeoutMs - (performance.now() - started)) };
}

/**
 * Reads a provider, merges the changes and replaces it with the result. Two modifications at the same
 * time can undo each other: the API has no means against it.
 */
export async function modifyProvider(
  calls: ProviderCalls,
  id: string,
  changes: ProviderChanges,
  decision: SecretDecision,
  options?: CallOptions,
): Promise<void> {
  // Callers without types may forget it, and would lose the secret that the provider has.
  const secret = (decision as Partial<SecretDecision> | undefined)?.secret;
  if (secret !== null && typeof secret !== 'string')
    throw new InputError({
      message: "modifyProvider: 'secret' must be the client secret to send, or null for none",
      operation: 'modifyProvider',
      property: 'secret',
    });
  const started = performance.now();
  const current = await calls.getProvider({ id }, options);
  const merged: Record<string, unknown> = { id };
  const given: Readonly<Record<string, unknown>> = changes;
  for (const property of operation !== undefined && 'body' in operation
    ? operation.body.properties
    : []) {
    const { name } = property;
    const kept = given[name] === undefined;
    const value = kept ? current[name] : given[name];
    if (value === undefined || value === null || name === 'clientSecret') continue;
    const possible: readonly unknown[] | undefined = 'enum' in property ? property.enum : undefined;
    if (kept && possible !== undefined && !possible.includes(value))
      throw new InputError({
        message: `modifyProvider: the provider's '${name}' is ${JSON.stringify(value)}, which an update may not send; give it in the changes (${possible.join(', ')})`,
        operation: 'modifyProvider',
        property: name,
      });
    merged[name] = value;
  }
  for (const name of Object.keys(given))
    if (given[name] !== null && given[name] !== undefined && !(name in merged))
      merged[name] = given[name];
  if (secret !== null) merged['clientSecret'] = secret;
  return calls.updateProvider(merged as Update, remaining(options, started));
}
