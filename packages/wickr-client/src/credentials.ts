import { ConfigurationError } from '@oidc-admin/client';
import type { AwsCredentials } from './signer.ts';

/** Asked for keys where none are held, and shortly before those that are held end. */
export type CredentialProvider = () => Promise<AwsCredentials>;

/** New keys are asked for when the old ones have no longer to live than this. */
const refreshBeforeMs = 5 * 60_000;

/** Holds the keys of one client. Without any given, AWS's own chain is asked for them. */
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
        : // Loaded here, as it takes longer to load than everything else together.
          async () => (await import('#awsDefaults')).credentialChain(profile);
    this.#profile = profile;
  }

  /** The keys that are held, where they live long enough; else new ones. */
  async get(): Promise<AwsCredentials> {
    if (this.#held !== undefined && (this.#isFixed || this.#livesFor(refreshBeforeMs)))
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

  #livesFor(milliseconds: number): boolean {
    const end = this.#held?.expiration?.getTime() ?? Number.POSITIVE_INFINITY;
    return end - Date.now() > milliseconds;
  }

  async #ask(): Promise<AwsCredentials> {
    let found: AwsCredentials;
    try {
      found = await this.#provide();
    } catch (error) {
      // Whoever gives the keys may be back before those that are held end.
      if (this.#held !== undefined && this.#livesFor(0)) return this.#held;
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
