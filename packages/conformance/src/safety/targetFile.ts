import { createHash } from 'node:crypto';

/** The name of a target's own files, by one of its keys, which is not readable from it. */
export const targetFileName = (key: string): string =>
  `oidc-admin-conformance-${createHash('sha256').update(key).digest('hex').slice(0, 24)}`;
