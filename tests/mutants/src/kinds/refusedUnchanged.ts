import { makesKeys } from '@oidc-admin/contract';
import { changingAnyway, creatingAnyway } from '@oidc-admin/mock/faults';
import { ofResource } from '../mutant.ts';

/** Refuses a body and keeps the good parts of it; where nothing that is there can be written to, in something new. */
export const refusedUnchanged = ofResource((resource) => {
  const { replace, merge, save } = resource.operations;
  const isMadeOnce = makesKeys(resource) && (replace ?? merge ?? save) === undefined;
  return isMadeOnce ? creatingAnyway : changingAnyway;
});
