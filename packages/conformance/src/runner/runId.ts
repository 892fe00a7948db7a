import { randomBytes } from 'node:crypto';

/** What every key begins with that a run makes: what a killed run left behind is known by it. */
export const keyPrefix = 'oidcadmin';

const runIdBytes = 5;

/** A run's own letters and digits, so that what it leaves behind is known from what others did. */
export function newRunId(): string {
  return randomBytes(runIdBytes).toString('hex');
}

/** The prefix, the run's id, and the number of what the run made: at least three digits to the base of 36. */
const madeKey = new RegExp(`^${keyPrefix}[0-9a-f]{${runIdBytes * 2}}[0-9a-z]{3}`, 'i');

/**
 * Whether a key looks as if some run had made it, in any letter case; what a run really made, its journal names. The prefix alone
 * is not enough: `OidcAdminProd` is a name that people give.
 */
export function isMadeByAnyRun(key: string): boolean {
  return madeKey.test(key);
}

/** Whether the run with this id has made a key, in any letter case. */
export function isMadeBy(runId: string, key: string): boolean {
  return key.toLowerCase().startsWith(keyPrefix + runId);
}
