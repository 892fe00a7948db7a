import { ConfigurationError } from '@oidc-admin/client';

/** Keys that sign requests. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of temporary keys. */
  readonly sessionToken?: string | undefined;
  /** When they end; they are asked for again before. */
  readonly expiration?: Date | undefined;
}

/** Asked for keys where none are held, and shortly before those that are held end. */
export type CredentialProvider = () => Promise<AwsCredentials>;

/** New keys are asked for when the old ones have no longer to live than this. */
const refreshBeforeMs = 5 * 60_000;

const environment = (): Readonly<Record<string, string | undefined>> =>
  globalThis.process?.env ?? {};

/** The keys of the environment, if they stand there themselves. A profile goes before them, as with AWS's own tools. */
const fromEnvironment = (): AwsCredentials | undefined => {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_PROFILE } =
    environment();
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY || AWS_PROFILE) return undefined;
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}),
  };
};

/** AWS's own chain: shared files with profiles, SSO, web identity, container and instance metadata. */
const fromChain = async (profile: string | undefined): Promise<AwsCredentials> => {
  // Loaded here, as it takes longer to load than everything else together; a bundle for browsers gets another file.
  const { credentialChain } = await import('#credentialChain');
  return credentialChain(profile);
};

/** Holds the keys of one client. */
export class CredentialSource {
  readonly #provide: CredentialProvider;
  readonly #profile: string | undefined;
  readonly #isFixed: boolean;
  #held: AwsCredentials | undefined;
  #asking: Promise<AwsCredentials> | undefined;

  constructor(given: AwsCredentials | CredentialProvider | undefined, profile: string | undefined) {
    this.#isFixed = typeof given === 'object';
    this.#held = typeof given === 'object' ? given : undefined;
    this.#provide =
      typeof given === 'function'
        ? given
        : async () =>
            (profile === undefined ? fromEnvironment() : undefined) ?? (await fromChain(profile));
    this.#profile = profile;
  }

  /** The keys, at once where valid ones are held. */
  get(): AwsCredentials | Promise<AwsCredentials> {
    const end = this.#held?.expiration?.getTime() ?? Number.POSITIVE_INFINITY;
    if (this.#held !== undefined && (this.#isFixed || end - Date.now() > refreshBeforeMs))
      return this.#held;
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  /** Drops keys that the server no longer takes; false where there are no others. */
  drop(): boolean {
    if (this.#isFixed) return false;
    this.#held = undefined;
    return true;
  }

  async #ask(): Promise<AwsCredentials> {
    let found: AwsCredentials;
    try {
      found = await this.#provide();
    } catch (error) {
      // Whoever gives the keys may be back before those that are held end.
      if (this.#held !== undefined && (this.#held.expiration?.getTime() ?? 0) > Date.now())
        return this.#held;
      const whose = this.#profile === undefined ? '' : ` of the profile '${this.#profile}'`;
      const reason = error instanceof Error ? error.message : 'unknown reason';
      throw new ConfigurationError({ message: `No AWS credentials${whose}: ${reason}` });
    }
    if (!found.accessKeyId || !found.secretAccessKey)
      throw new ConfigurationError({
        message: "The credentials have no 'accessKeyId' or no 'secretAccessKey'",
      });
    this.#held = found;
    return found;
  }
}
