import { createHash } from 'node:crypto';

/** The name of a target's own files: its URL is not readable from it. */
export const targetFileName = (url: string): string =>
  `oidc-admin-conformance-${createHash('sha256').update(url).digest('hex').slice(0, 24)}`;
