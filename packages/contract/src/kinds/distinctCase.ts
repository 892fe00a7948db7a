import { promise } from './kindDefinition.ts';

export const distinctCaseKind = promise(
  'memory',
  'keys that differ only in letter case are two resources',
);
