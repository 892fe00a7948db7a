import { ConfigurationError } from '@oidc-admin/client';
import type { AwsCredentials } from './signer.ts';

/**
 * Asked for keys where none are held, and shortly before those that are held end. The signal is aborted when no call waits for
 * them any more.
 */
export type CredentialProvider = (signal: AbortSignal) => Promise<AwsCredentials>;

/** Keys that are asked for, and who waits for them. */
interface Asking {
  readonly keys: Promise<AwsCredentials>;
  readonly controller: AbortController;
  waiting: number;
}

/** New keys are asked for when the old ones have no longer to live than this. */
const refreshBeforeMs = 5 * 60_000;

/** Holds the keys of one client. Without any given, AWS's own chain is asked for them. */
export class CredentialSource {
  readonly #provide: CredentialProvider;
  readonly #profile: string | undefined;
  readonly #isFixed: boolean;
  #held: AwsCredentials | undefined;
  #asking: Asking | undefined;

  constructor(given: AwsCredentials | CredentialProvider | undefined, profile: string | undefined) {
    this.#isFixed = typeof given === 'object';
    this.#held = typeof given === 'object' ? given : undefined;
    this.#provide =
      typeof given === 'function'
        ? given
        : // Loaded here, as it takes longer to load than everything else together.
          async (signal) => (await import('#awsDefaults')).credentialChain(profile, signal);
    this.#profile = profile;
  }

  /** The keys that are held, where they live long enough; else new ones. Who waits for them leaves with its signal. */
  async get(signal: AbortSignal): Promise<AwsCredentials> {
    signal.throwIfAborted();
    if (this.#held !== undefined && (this.#isFixed || this.#livesFor(refreshBeforeMs)))
      return this.#held;
    const asking = (this.#asking ??= this.#begin());
    const leave = (): void => {
      asking.waiting -= 1;
      if (asking.waiting > 0) return;
      // Who comes later asks anew.
      if (this.#asking === asking) this.#asking = undefined;
      asking.controller.abort();
    };
    asking.waiting += 1;
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await asking.keys;
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  #begin(): Asking {
    const controller = new AbortController();
    const keys = this.#ask(controller.signal).finally(() => {
      if (this.#asking === asking) this.#asking = undefined;
    });
    const asking: Asking = { keys, controller, waiting: 0 };
    return asking;
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

  async #ask(signal: AbortSignal): Promise<AwsCredentials> {
    let found: AwsCredentials;
    try {
      found = await this.#provide(signal);
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
