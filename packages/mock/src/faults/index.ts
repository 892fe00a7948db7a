export type { Fault, FaultContext, FaultHooks, FaultInfo, FaultList } from '../fault.ts';
export { changedAt } from './changedAt.ts';
export type { Change } from './changedAt.ts';
export {
  inAlternatives,
  limitMoved,
  withBody,
  withoutKeywords,
  withoutRequired,
  withoutRoles,
  withProperty,
} from './contractChanges.ts';
export { faultsIn } from './faultTable.ts';
export type { FaultTable } from './faultTable.ts';
export {
  asText,
  freeInside,
  freeProperties,
  knownParents,
  namedPlace,
  savedBefore,
  savingOtherwise,
  sentBody,
} from './places.ts';
export { inLists } from './readingFaults.ts';
export { ignoringKeyCase, repeatingTheBody, returningHidden } from './readingHooks.ts';
export { realisticFaults } from './realisticFaults.ts';
export { inErrors, isSpelled, lettingIn, only, onSuccess, refusing } from './requestHooks.ts';
export { creatingAnyway } from './savingFaults.ts';
export {
  changingAnyway,
  changingTexts,
  forgetting,
  merging,
  onWrites,
  savedWith,
} from './savingHooks.ts';
export { bodyOn } from './wireHooks.ts';
export { carries } from '../signIn/standardSignIn.ts';
