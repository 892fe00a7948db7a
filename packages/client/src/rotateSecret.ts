import type {
  CommandLine,
  CommandOptions,
  CompoundOperation,
  Connection,
  SignInSource,
} from './commandLine.ts';
import { DocumentedError } from './documentedErrors.ts';
import { AbortedError, ClientError, ConfigurationError, InputError } from './errors.ts';
import { partAt, readingOf } from './savedResource.ts';
import type { SignInValues } from './signInValues.ts';

type Properties = Readonly<Record<string, unknown>>;

/** Whether a provider knows a client by its secret; `unproven` where it did not tell. */
export type SecretProof =
  | { readonly is: 'known' | 'refused' }
  | { readonly is: 'unproven'; readonly why: string };

/** The operation that changes the client secret of a saved sign-in and keeps everything else. */
export interface SecretRotation {
  readonly operation: CompoundOperation;
  /** The parameter that names the saved sign-in. */
  readonly idName: string;
  readonly secretName: string;
}

/** What a rotation needs. `signal` ends it until something is written; from then on it runs to its end, and only time-outs bound it. */
export interface RotateOptions extends CommandOptions {
  readonly id: string;
  readonly secret: string;
  /** What is put back where the new one fails, if the provider knows the client by it; left out, nothing can be. */
  readonly oldSecret?: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Values that a read does not show, such as the client id by which the provider knows the service. */
  readonly values?: Partial<SignInValues>;
  /** Asks the provider, by a token request, whether it knows the client by the secret in the values. Rejects only where aborted. */
  readonly prove: (values: SignInValues, options: CommandOptions) => Promise<SecretProof>;
  /**
   * Called with the proofs of the new secret and of the old one, if that is given, before anything is written; throws to go no
   * further. A refused secret is never written.
   */
  readonly confirm: (proof: SecretProof, oldProof: SecretProof | undefined) => Promise<void>;
}

/** What came of a rotation. Where the new secret is not in use, `why` says the reason. */
export type RotationOutcome =
  /** The provider does not know the client by the new secret: nothing was written. */
  | { readonly outcome: 'refused' }
  /** It does not know the client by the old secret, which is therefore nothing to put back: nothing was written. */
  | { readonly outcome: 'oldRefused' }
  /** Somebody has changed meanwhile what the proof was made with: nothing was written. */
  | { readonly outcome: 'changed' }
  /** `again` is the proof after the write. */
  | { readonly outcome: 'rotated'; readonly again: SecretProof }
  /** The old secret was put back, and that was read back. */
  | { readonly outcome: 'restored'; readonly why: string }
  /** What is saved now is unknown, or wrong: there was no old secret to put back, or that failed too. */
  | { readonly outcome: 'broken'; readonly why: string };

/**
 * How the client secret of a saved sign-in is changed, read off the tables of an API: the compound operation on the resource of the
 * sign-in, and its secret property that is the client secret. Undefined where the API has none.
 */
export function secretRotation({
  compounds = [],
  signIn,
}: Pick<CommandLine, 'compounds' | 'signIn'>): SecretRotation | undefined {
  const operation = compounds.find(
    ({ action }) =>
      signIn !== undefined && 'resource' in action && action.resource === signIn.resource,
  );
  const idName = operation?.parameters.find((one) => one.in === 'path')?.name;
  const secretName = operation?.body?.properties.find(
    ({ name, sensitive }) => sensitive && signIn?.valuesOf({ [name]: name }).clientSecret === name,
  )?.name;
  return operation === undefined || idName === undefined || secretName === undefined
    ? undefined
    : { operation, idName, secretName };
}

/** The properties that a read shows otherwise than before; a secret, which it may mask, is none. */
function differing({ body }: CompoundOperation, before: Properties, after: Properties): string {
  const shown = (value: unknown): string => JSON.stringify(value ?? null);
  return (body?.properties ?? [])
    .filter(({ name, sensitive }) => !sensitive && shown(before[name]) !== shown(after[name]))
    .map(({ name }) => name)
    .join(', ');
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Whether a write failed before anything was sent that changes something: the read that it begins with is none. */
function isUnsent(error: unknown, readingId: string | undefined): boolean {
  // A rehearsal holds the request back with an `AbortedError`.
  if (error instanceof AbortedError || error instanceof InputError) return true;
  if (error instanceof ConfigurationError) return true;
  return error instanceof ClientError && readingId !== undefined && error.operation === readingId;
}

type RotationSource = { readonly signIn: SignInSource } & Pick<CommandLine, 'compounds' | 'table'>;

/** The reads and writes that a rotation is made of; `signal` of each call is given, as a write is not to be cut off. */
function callsOf(
  connection: Connection,
  { signIn, table }: RotationSource,
  { operation, idName, secretName }: SecretRotation,
  { id, environment, values }: Pick<RotateOptions, 'id' | 'environment' | 'values'>,
) {
  const reading = readingOf(table.operations, operation);
  return {
    isUnsent: (error: unknown) => isUnsent(error, reading?.id),
    signInValues: async (options: CommandOptions): Promise<SignInValues> => ({
      ...(await signIn.read(connection, id, environment, options)),
      ...values,
    }),
    /** All that the server shows of it. */
    held: async (options: CommandOptions): Promise<Properties> => {
      if (reading === undefined) return {};
      const response = await connection.call(reading.id, { [idName]: id }, options);
      const at = 'at' in reading.action ? reading.action.at : '';
      return (partAt(response, at) ?? {}) as Properties;
    },
    write: (secret: string, options: CommandOptions): Promise<unknown> =>
      connection.call(operation.id, { [idName]: id, [secretName]: secret }, options),
  };
}

/**
 * Changes a client secret in one guarded act: the provider has to know the new one before it is written; afterwards it is read back
 * and proven again. Where that fails, the old secret is put back, if it was given; the provider has to know that one too. Two changes at the same time can undo each other.
 */
export async function rotateSecret(
  connection: Connection,
  source: RotationSource,
  { secret, oldSecret, prove, confirm, signal, ...which }: RotateOptions,
): Promise<RotationOutcome> {
  const rotation = secretRotation(source);
  if (rotation === undefined)
    throw new ConfigurationError({
      message: 'no operation of this API changes a client secret alone',
    });
  const { operation } = rotation;
  const calls = callsOf(connection, source, rotation, which);
  // What was begun is ended: whoever stops it in between would not know which secret is saved.
  const options = { signal: new AbortController().signal };

  const values = await calls.signInValues({ signal });
  const proof = await prove({ ...values, clientSecret: secret }, { signal });
  if (proof.is === 'refused') return { outcome: 'refused' };
  const oldValues = { ...values, clientSecret: oldSecret };
  const oldProof = oldSecret === undefined ? undefined : await prove(oldValues, { signal });
  if (oldProof?.is === 'refused') return { outcome: 'oldRefused' };
  await confirm(proof, oldProof);
  // A question may have stood for long.
  const before = await calls.held({ signal });
  const now = await calls.signInValues({ signal });
  if (JSON.stringify(now) !== JSON.stringify(values)) return { outcome: 'changed' };
  if (signal.aborted)
    throw new AbortedError({ message: 'rotation: stopped before anything was written' });

  const putBack = async (why: string): Promise<RotationOutcome> => {
    if (oldSecret === undefined) return { outcome: 'broken', why };
    try {
      await calls.write(oldSecret, options);
      const others = differing(operation, before, await calls.held(options));
      return {
        outcome: 'restored',
        why: others === '' ? why : `${why}; still not as before: ${others}`,
      };
    } catch (error) {
      return {
        outcome: 'broken',
        why: `${why}; and the old one was not put back: ${reasonOf(error)}`,
      };
    }
  };
  try {
    // Sent again by the client, a refusal would hide that the first try was done.
    await calls.write(secret, { ...options, retry: false });
  } catch (error) {
    // After any other failure the write may have been done.
    if (calls.isUnsent(error) || (error instanceof DocumentedError && error.status < 500))
      throw error;
    return putBack(reasonOf(error));
  }
  try {
    const others = differing(operation, before, await calls.held(options));
    if (others !== '') return await putBack(`the server changed more: ${others}`);
    const after = await calls.signInValues(options);
    const again = await prove({ ...after, clientSecret: secret }, options);
    return again.is === 'refused'
      ? await putBack('the provider does not know the client by the new secret any more')
      : { outcome: 'rotated', again };
  } catch (error) {
    return putBack(`what was written cannot be read back: ${reasonOf(error)}`);
  }
}
