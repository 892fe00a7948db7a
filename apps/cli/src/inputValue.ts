import type { Flag } from './flags.ts';

/** A value of the input, and how the person gave it. */
export interface InputValue {
  readonly flag: Flag;
  readonly value: unknown;
  /** For messages: `--client-id`, `PVWA_CLIENT_SECRET`, `clientId in --body`. */
  readonly origin: string;
}
