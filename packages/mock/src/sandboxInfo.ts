/** How many sandboxes a mock may have, and how large. */
export interface SandboxLimits {
  /** So many at a time: 100 where left out. */
  readonly most?: number;
  /** One that was not used for so long is dropped, in milliseconds: 10 minutes where left out. */
  readonly idleMs?: number;
  /** So many bytes of bodies all of them together may have got since they were made or reset: 64 MiB where left out. */
  readonly mostBytes?: number;
}

/** What is known of one sandbox. */
export interface SandboxInfo {
  readonly name: string;
  /** How many of its requests the log has. */
  readonly requests: number;
  /** Of the bodies that it got. */
  readonly bytes: number;
  /** How long ago it was used, in milliseconds. */
  readonly idleMs: number;
}
