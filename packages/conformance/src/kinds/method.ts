import { conditionOf } from '@oidc-admin/contract';
import { isStatus } from '@oidc-admin/model';
import type { CheckContext } from '../checks/checkContext.ts';
import type { CheckRequest } from '../checks/checkRequest.ts';
import { compose, principalOf } from '../checks/compose.ts';
import {
  refusedRequests,
  type OperationChecks,
  type OperationClause,
  type Variant,
} from '../checks/kindChecks.ts';
import { rightRequest } from '../checks/requests.ts';
import type { SentRequest } from '../checks/sent.ts';
import { takesAny } from '../checks/tags.ts';
import type { Level } from '../runner/runParameters.ts';

/** How much an unknown method could do at a server that takes it for something. */
const methods: Readonly<Record<string, Level>> = {
  GET: 'default',
  PATCH: 'allowWrites',
  DELETE: 'disposable',
  PUT: 'disposable',
  POST: 'disposable',
};

/** Methods that can carry a body. */
const carrying: readonly string[] = ['PATCH', 'PUT', 'POST'];

const otherMethods = refusedRequests((about) => {
  const { contract, operation } = about;
  const { value } = about.clause;
  const known = new Set(Array.isArray(value) ? value : []);
  const missing = Object.entries(methods).filter(([name]) => !known.has(name));
  const writing = contract.operations.find(
    ({ path, body, action }) =>
      path === operation.path && body !== undefined && action.does !== 'open',
  );
  return [
    ...missing.map(([name, needs]) => ({
      name,
      needs,
      verify: (context: CheckContext, { response }: SentRequest) => {
        if (response?.status === 405 && response.headers['allow'] === undefined)
          context.blame(about.clause.id, 'a 405 has a header Allow (RFC 9110, 15.5.6)');
      },
      request: async (context: CheckContext) => withMethod(context, about, name),
    })),
    ...(writing === undefined ? [] : missing)
      .filter(([name]) => carrying.includes(name))
      .map(([name]) => ({
        name: `${name}.body`,
        needs: 'disposable' as const,
        request: async (context: CheckContext) => {
          const { body } = await rightRequest(context, writing ?? operation, {
            properties: 'full',
          });
          const mediaType = writing?.body?.mediaType ?? null;
          return { ...(await withMethod(context, about, name)), body: body ?? {}, mediaType };
        },
      })),
  ];
});

/** Every method that the path does not have: without a body, and with the one that the path takes by another method. */
export const method: OperationChecks = {
  ...otherMethods,
  variants: (about) => {
    const { value } = about.clause;
    const known: readonly unknown[] = Array.isArray(value) ? value : [];
    return [
      ...otherMethods.variants(about),
      ...(known.includes('GET') || known.includes('HEAD') ? [] : [byHead(about)]),
    ];
  },
};

/** HEAD where there is no GET: refused like any other, but without a body that could tell why. */
function byHead(about: OperationClause): Variant {
  return {
    name: 'HEAD',
    needs: 'disposable',
    run: async (context) => {
      const { id, outcome } = about.clause;
      const request = await withMethod(context, about, 'HEAD');
      const found = await context.observe(
        await compose(context.run, context, { ...request, raw: true }),
      );
      const status = 'failure' in found ? undefined : found.response.status;
      const isAllowed = (outcome?.allow ?? []).some(
        (one) => 'status' in one && status !== undefined && isStatus(one.status, status),
      );
      if (!isAllowed) context.blame(id, `HEAD is answered with ${status ?? 'nothing'}`);
      if (!('failure' in found) && found.response.bodyText !== '')
        context.blame(id, 'the response to HEAD has a body');
    },
  };
}

async function withMethod(
  context: CheckContext,
  { contract, operation }: OperationClause,
  name: string,
): Promise<CheckRequest> {
  const { path } = await rightRequest(context, operation);
  // A server that takes the method for another one is not to refuse it for want of a state.
  const isConditional = contract.operations.some(
    (one) =>
      one.path === operation.path &&
      conditionOf(one, 'if-match') !== undefined &&
      takesAny(contract, one, 'if-match'),
  );
  const request = {
    operation,
    path,
    method: name,
    ...(isConditional && { headers: { 'if-match': '*' } }),
  };
  if (operation.action.does !== 'close') return request;
  // A server that takes the method for the documented one closes no session that others need.
  const principal = principalOf(context.run, request);
  return { ...request, opened: await context.run.sessions.lend(context, principal) };
}
