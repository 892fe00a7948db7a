import type { Readable, Writable } from 'node:stream';
import type { Environment } from './api.ts';

/** Everything that a command touches outside itself. */
export interface Terminal {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable & { readonly columns?: number };
  readonly stderr: Writable;
  readonly environment: Environment;
}
