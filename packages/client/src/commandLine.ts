import type { OperationTable } from './index.ts';

/** How a command ends early. */
export interface CommandOptions {
  readonly signal: AbortSignal;
}

/** What a connection may be given besides the environment. */
export interface ConnectOptions {
  /** Milliseconds for a whole call; the client's own default where it is left out. */
  readonly timeoutMs?: number | undefined;
  /** Puts a question to a person and does not show the answer; left out where nobody is there. */
  readonly ask?: ((question: string) => Promise<string>) | undefined;
}

/** A client that is ready for commands. */
export interface Connection {
  /** Calls an operation with its path, query and body members in one object, and answers what the server answered. */
  call(
    operation: string,
    input: Readonly<Record<string, unknown>>,
    options: CommandOptions,
  ): Promise<unknown>;
  /** Why a person should be asked before this call; nothing where it may simply be made. May read from the server. */
  concern?(
    operation: string,
    input: Readonly<Record<string, unknown>>,
    options: CommandOptions,
  ): Promise<string | undefined>;
  /** A copy of an answer in which every secret is masked. */
  redacted(operation: string, answer: unknown): unknown;
  /** Gives back what the connection opened. */
  close(): Promise<void>;
}

/** One environment variable that says which server, or who calls it. */
export interface Setting {
  readonly variable: string;
  readonly description: string;
  readonly required: boolean;
  /** True for the one that a flag of the command line overrides. */
  readonly url?: true;
}

/** What a command line needs of an API: the third entry of each client. Loads the client itself only to connect. */
export interface CommandLine {
  readonly table: OperationTable;
  readonly settings: readonly Setting[];
  /** Makes a client from environment variables and sends nothing. A `ConfigurationError` names what is missing. */
  connect(
    environment: Readonly<Record<string, string | undefined>>,
    options: ConnectOptions,
  ): Promise<Connection>;
}
