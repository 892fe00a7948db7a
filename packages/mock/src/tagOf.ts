import { createHash } from 'node:crypto';
import type { Saved } from '@oidc-admin/model';

const known = new WeakMap<Saved, string>();

/** The `ETag` of something saved: the same as long as it holds the same, also after a restart. */
export function tagOf(saved: Saved): string {
  const before = known.get(saved);
  if (before !== undefined) return before;
  const tag = `"${createHash('sha256').update(JSON.stringify(saved)).digest('hex').slice(0, 16)}"`;
  known.set(saved, tag);
  return tag;
}
