import type {
  CommandLine,
  CommandOptions,
  CompoundOperation,
  Connection,
  SignInSource,
} from './commandLine.ts';
import { DocumentedError } from './documentedErrors.ts';
import { AbortedError, ConfigurationError } from './errors.ts';
import type { SignInValues } from './signInValues.ts';

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

/** What a rotation needs. */
export interface RotateOptions extends CommandOptions {
  readonly id: string;
  readonly secret: string;
  /** What is put back where the new one fails; left out, nothing can be. */
  readonly oldSecret?: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Values that a read does not show, such as the client id by which the provider knows the service. */
  readonly values?: Partial<SignInValues>;
  /** Asks the provider, by a token request, whether it knows the client by the secret in the values. Rejects only where aborted. */
  readonly prove: (values: SignInValues) => Promise<SecretProof>;
  /** Called with the first proof, before anything is written; throws to go no further. A refused secret is never written. */
  readonly confirm: (proof: SecretProof) => Promise<void>;
}

/** What came of a rotation. Where the new secret is not in use, `why` says the reason. */
export type RotationOutcome =
  /** The provider does not know the client by the new secret: nothing was written. */
  | { readonly outcome: 'refused' }
  /** `again` is the proof after the write. */
  | { readonly outcome: 'rotated'; readonly again: SecretProof }
  /** The old secret was put back. */
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

/** The names of the values that are not the same; a secret, which a read may mask, is none. */
function differing(before: SignInValues, after: SignInValues): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof SignInValues>;
  return [...names].filter((name) => name !== 'clientSecret' && before[name] !== after[name]);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * Changes a client secret in one guarded act: the provider has to know the new one before it is written; afterwards it is read back
 * and proven again. Where that fails, the old secret is put back, if it was given. Two changes at the same time can undo each other.
 */
export async function rotateSecret(
  connection: Connection,
  { signIn, compounds }: { readonly signIn: SignInSource } & Pick<CommandLine, 'compounds'>,
  { id, secret, oldSecret, environment, values, prove, confirm, signal }: RotateOptions,
): Promise<RotationOutcome> {
  const rotation = secretRotation({ signIn, ...(compounds === undefined ? {} : { compounds }) });
  if (rotation === undefined)
    throw new ConfigurationError({
      message: 'no operation of this API changes a client secret alone',
    });
  const { operation, idName, secretName } = rotation;
  const read = async (): Promise<SignInValues> => ({
    ...(await signIn.read(connection, id, environment, { signal })),
    ...values,
  });
  const write = (text: string): Promise<unknown> =>
    connection.call(operation.id, { [idName]: id, [secretName]: text }, { signal });
  const putBack = async (why: string): Promise<RotationOutcome> => {
    if (oldSecret === undefined) return { outcome: 'broken', why };
    try {
      await write(oldSecret);
      return { outcome: 'restored', why };
    } catch (error) {
      return {
        outcome: 'broken',
        why: `${why}; and the old one was not put back: ${reasonOf(error)}`,
      };
    }
  };

  const before = await read();
  const proof = await prove({ ...before, clientSecret: secret });
  if (proof.is === 'refused') return { outcome: 'refused' };
  await confirm(proof);
  try {
    await write(secret);
  } catch (error) {
    // After any other failure the write may have been done; of a request that was held back, nothing was sent.
    const isHeldBack = error instanceof AbortedError && !signal.aborted;
    if (isHeldBack || (error instanceof DocumentedError && error.status < 500)) throw error;
    return putBack(reasonOf(error));
  }
  try {
    const after = await read();
    const others = differing(before, after);
    if (others.length > 0) return await putBack(`the server changed more: ${others.join(', ')}`);
    const again = await prove({ ...after, clientSecret: secret });
    return again.is === 'refused'
      ? await putBack('the provider does not know the client by the new secret any more')
      : { outcome: 'rotated', again };
  } catch (error) {
    return putBack(`what was written cannot be read back: ${reasonOf(error)}`);
  }
}
