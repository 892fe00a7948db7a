import type { FaultHooks } from '@oidc-admin/mock/faults';
import { operationsWith, type VariantMutants } from '../variantMutant.ts';

const mark = 'x-served-as';

/** Serves a method that the path does not have like the one that it has, once there is a body. */
export const otherMethod: VariantMutants = (contract) =>
  operationsWith(contract, 'method').flatMap(({ clause, operation }) => {
    const writing = contract.operations.find(
      ({ path, body, action }) =>
        path === operation.path && body !== undefined && action.does !== 'open',
    );
    const known = Array.isArray(clause.value) ? clause.value : [];
    if (writing === undefined) return [];
    return ['PATCH', 'PUT', 'POST']
      .filter((method) => !known.includes(method))
      .map((method) => ({
        clause,
        name: `servedAlike.${method}`,
        says: `${method} with a body is served like ${writing.method}.`,
        hooks: servedAs(method, writing, contract.basePath),
      }));
  });

function servedAs(
  method: string,
  { path, method: served }: { readonly path: string; readonly method: string },
  basePath: string,
): FaultHooks {
  const pattern = `${basePath}${path}`.replace(/\/$/, '').replaceAll(/\{[^}]+\}/g, '[^/]+');
  const rule = new RegExp(`^${pattern}/?(\\?|$)`, 'i');
  return {
    receive: (received) =>
      received.method === method && received.body.byteLength > 0 && rule.test(received.target)
        ? { ...received, method: served, headers: { ...received.headers, [mark]: method } }
        : received,
    // The signature is that of the method that was sent.
    caller: (caller, { received, callerWithout }) =>
      received.headers[mark] === undefined || caller.kind === 'signed' || caller.kind === 'token'
        ? caller
        : callerWithout('secret'),
  };
}
