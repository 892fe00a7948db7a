import { elementSteps, elementValues, type JsonValue } from '@oidc-admin/contract';
import type { CheckContext } from '../checks/checkContext.ts';
import type { CheckRequest } from '../checks/checkRequest.ts';
import { resourceOn } from '../checks/contractViews.ts';
import { refusedRequests } from '../checks/kindChecks.ts';
import { rightRequest } from '../checks/requests.ts';

/** The key of something that is there, and that has secrets: the refusal must not tell them. */
export const taken = refusedRequests(({ contract, operation }) => {
  const resource = resourceOn(contract, operation);
  if (resource === undefined) return [];
  const request = async (context: CheckContext): Promise<CheckRequest> => {
    const { pool } = context.run;
    await pool.heal(context);
    const parent = pool.parentOf(resource);
    const known = pool
      .known(resource, parent)
      .find((one) => hasAll(pool.saved(one), resource.neverReturned));
    const ref = known ?? (await pool.make(context, resource, parent));
    return rightRequest(context, operation, { ref, properties: 'full' });
  };
  return [{ sideBySide: false, request }];
});

/** Whether something saved has each of these properties, in lists and maps at least once. */
function hasAll(saved: JsonValue | undefined, names: readonly string[]): boolean {
  return names.every((name) => elementValues(saved, elementSteps(name)).length > 0);
}
