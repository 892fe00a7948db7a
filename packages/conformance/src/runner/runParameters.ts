/** What a worker has to know about the run. Holds no secrets: credentials are read from the environment. */
export interface RunParameters {
  readonly api: string;
  readonly target: { readonly name: string; readonly url: string; readonly embedded: boolean };
  readonly level: 'default' | 'allowWrites' | 'disposable';
  readonly seed: number;
  /** Of one request. */
  readonly timeoutMs: number;
  readonly requestsPerSecond?: number;
  readonly maxRequests?: number;
  readonly dryRun: boolean;
  /** The one check to run (`--replay CHECK`). */
  readonly only?: string;
  /** Letters and digits; every id that the run makes begins with `oidcadmin` and this. */
  readonly runId: string;
  /** The issuer that requests name (`CONFORMANCE_ISSUER`). */
  readonly issuer: string;
  /** After which time a session of the target ends by itself, where that was told. */
  readonly sessionTimeoutSeconds?: number;
}

declare module 'vitest' {
  interface ProvidedContext {
    /** `inject('run')` answers it in a check's module. */
    run: RunParameters;
  }
}
