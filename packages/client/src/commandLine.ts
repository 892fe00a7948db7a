import type { CommandOperation, CommandTable } from '@oidc-admin/contract';
import type { ClientOptions } from './options.ts';
import type { ServiceTest, SignInValues } from './signInValues.ts';
import type { CurlSignIn } from './testAccess.ts';
import type { ResponseSchemas } from './validateResponse.ts';

/** How a command ends early, and whether it may be sent again. */
export interface CommandOptions {
  readonly signal: AbortSignal;
  /** `false` sends it once; left out, the client repeats it as it sees fit. */
  readonly retry?: false | undefined;
}

/** What a connection may be given besides the environment; `fetch` is a test's, for example. */
export interface ConnectOptions extends Pick<
  ClientOptions,
  'timeoutMs' | 'onExchange' | 'hold' | 'proxy' | 'ca' | 'fetch' | 'userAgent'
> {
  /** The operation that is going to be called: not each one needs the caller to sign in. */
  readonly operation?: string | undefined;
  /** Puts a question to a person and does not show the response; left out if there is no terminal. */
  readonly ask?: ((question: string) => Promise<string>) | undefined;
  /** Says something to a person that is no failure. */
  readonly tell?: ((message: string) => void) | undefined;
}

/** A client that is ready for commands. */
export interface Connection {
  /** Calls an operation with its path, query and body properties in one object, and answers what the server answered. */
  call(
    operation: string,
    input: Readonly<Record<string, unknown>>,
    options: CommandOptions,
  ): Promise<unknown>;
  /** Why a person should be asked before this call; `before` is what is saved now, none where nothing is. */
  concern?(
    operation: string,
    before: Readonly<Record<string, unknown>> | undefined,
  ): string | undefined;
  /** How a line for bash signs in. */
  curl?(): Promise<CurlSignIn>;
  /**
   * What tells where and by whom is called, besides the settings that are kept: the values of the placeholders in the prefixes of
   * properties, such as `region`, and more. Unknown ones are left out; holds no secret.
   */
  place?(): Promise<Readonly<Record<string, string | undefined>>>;
  /** A copy of a response in which every secret is masked. */
  redacted(operation: string, response: unknown): unknown;
  /** Gives back what the connection opened. */
  close(): Promise<void>;
}

/** One environment variable that says which server, or who calls it. */
export interface Setting {
  readonly variable: string;
  readonly description: string;
  readonly required?: true;
  /** True for the one that a flag of the command line overrides. */
  readonly url?: true;
  /** A secret: a second variable, `_FILE` behind its name, may name a file that holds it. */
  readonly secret?: true;
  /**
   * Part of who calls, which is taken from one place as a whole: `name` says by itself who that is, as a user name or a token does;
   * `part` belongs to one, as a password does.
   */
  readonly identity?: 'name' | 'part';
  /** Not kept in a context: it names no person and no place. */
  readonly transient?: true;
  /** The flag of commands that says the same, without its hyphens; `url` has one for all APIs. */
  readonly flag?: string;
  /** The option of the client that it becomes; messages name the variable in its place. */
  readonly option?: string;
  /** The property of an operation whose value it gives if the flag is left out, and `value` if it is not set either. */
  readonly gives?: {
    readonly operation: string;
    readonly property: string;
    readonly value: string;
  };
}

/** An operation that is made of others: a command as they are, but in no table. Left-out properties stay as they are. */
export interface CompoundOperation extends CommandOperation {
  /** The properties that `null` takes away. One that is secret cannot be read, and must be given or taken away. */
  readonly removable: readonly string[];
}

/** How the values of a sign-in that a service has saved are found, so that they can be diagnosed. */
export interface SignInSource {
  /** The flag that names a saved one. */
  readonly flag: string;
  /** What the flag takes, for the help. */
  readonly description: string;
  /** The resource of the API that holds it: whoever writes it changes how people sign in. */
  readonly resource: string;
  /** Which form of address the service wants. */
  readonly addressForm: NonNullable<SignInValues['addressForm']>;
  /** Why the caller may have come in by the very sign-in that is changed, as a sentence; left out, or undefined, where that cannot be. */
  readonly wayIn?: (
    environment: Readonly<Record<string, string | undefined>>,
  ) => string | undefined;
  /** The values in a body that the service is sent, or that it answers. */
  valuesOf(properties: Readonly<Record<string, unknown>>): SignInValues;
  /** Where the service will have users come back to, where that is known before the body is saved. */
  readonly redirectUri?: (
    properties: Readonly<Record<string, unknown>>,
    environment: Readonly<Record<string, string | undefined>>,
  ) => Promise<string | undefined>;
  /** Reads a saved one, by its id. */
  read(
    connection: Connection,
    id: string,
    environment: Readonly<Record<string, string | undefined>>,
    options: CommandOptions,
  ): Promise<SignInValues>;
  /** Has the service try the values out without saving them; left out where it cannot. Throws where it was not asked. */
  readonly test?: (
    connection: Connection,
    id: string,
    values: SignInValues,
    options: CommandOptions,
  ) => Promise<ServiceTest>;
}

/** What a command line needs of an API: the third entry of each client. Loads the client itself only to connect. */
export interface CommandLine {
  readonly table: CommandTable;
  readonly settings: readonly Setting[];
  readonly compounds?: readonly CompoundOperation[];
  /** JSON Schemas of the successes, by operation: what a server shows of a resource. */
  readonly responseSchemas: () => Promise<ResponseSchemas>;
  /** By property: what is wrong with a value that the specification's limits cannot see, in words that end a sentence. */
  readonly mistakes?: Readonly<Record<string, (value: string) => string | undefined>>;
  /** By operation: what `concern` of a connection asks, for the help. */
  readonly concerns?: Readonly<Record<string, string>>;
  /** Where the API keeps how its users sign in. */
  readonly signIn?: SignInSource;
  /** Makes a client from environment variables and sends nothing. A `ConfigurationError` names what is missing. */
  connect(
    environment: Readonly<Record<string, string | undefined>>,
    options: ConnectOptions,
  ): Promise<Connection>;
}
