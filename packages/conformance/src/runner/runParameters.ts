/** A level as people read it everywhere: as the command line says it. */
export const levelTexts = {
  default: 'default',
  allowWrites: '--allow-writes',
  disposable: '--disposable',
} as const;

/** From the level that changes nothing to the one that may change everything. */
export const levels = ['default', 'allowWrites', 'disposable'] as const;

export type Level = (typeof levels)[number];

/** What ran, and where: for whoever reads the report later. */
export interface RunTool {
  /** Of this package. */
  readonly version: string;
  readonly node: string;
  /** Such as `Europe/Berlin`. */
  readonly timeZone: string;
  /** The words of the command line, which hold no secrets. */
  readonly command?: readonly string[];
}

/** What runs at a target. */
export interface Software {
  readonly name: string;
  readonly version: string;
}

/** What a run is to do at one target, as plain data for the record. Holds no secrets. */
export interface RunParameters {
  readonly api: string;
  /** Of every run; a test of single checks needs none. */
  readonly tool?: RunTool;
  /** SHA-256 of the specification's document, hexadecimal. */
  readonly specificationHash?: string;
  readonly target: {
    readonly name: string;
    readonly url: string;
    readonly embedded: boolean;
    /** Those that were switched on in an embedded mock, where there are any. */
    readonly faults?: readonly string[];
  };
  /** What runs there, as its owner names it. */
  readonly software?: Software;
  readonly level: Level;
  /** Whether every SHOULD counts like a MUST. */
  readonly strict: boolean;
  readonly seed: number;
  /** Of one request. */
  readonly timeoutMs: number;
  readonly requestsPerSecond?: number;
  readonly maxRequests?: number;
  /** Letters and digits; every id that the run makes begins with the prefix of all runs and this. */
  readonly runId: string;
  /** The issuer that requests name (`CONFORMANCE_ISSUER`). */
  readonly issuer: string;
  /** How long a session of the target lasts, if that is known. */
  readonly sessionTimeoutSeconds?: number;
  readonly unsupported?: readonly UnsupportedOperation[];
  readonly expected?: readonly ExpectedFailure[];
  /** Keys of what is there already, by resource. */
  readonly existing?: Readonly<Record<string, readonly string[]>>;
}

/** A clause that a server is known to break. */
export interface ExpectedFailure {
  readonly clause: string;
  readonly reason: string;
  /** The one target that it is said of; of all where left out. */
  readonly target?: string;
}

/** An operation that a server does not have. */
export interface UnsupportedOperation {
  readonly operation: string;
  readonly reason: string;
}

/** Variables by their names. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** One of several parts of a run; counted from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}
