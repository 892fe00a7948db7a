import type { FirstReadPromise } from './kindDefinition.ts';

/** A read before the first save is answered as the document says. */
export const absentKind = {
  group: 'sequence',
  on: 'firstRead',
  family: 'memory',
  says: 'what a read answers before the first save (an OUTCOME, not a ROW)',
  begins: 'a read before the first save is',
} as const satisfies FirstReadPromise;
