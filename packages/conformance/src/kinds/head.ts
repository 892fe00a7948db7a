import { isStatus } from '@oidc-admin/model';
import type { CheckContext } from '../checks/checkContext.ts';
import type { CheckRequest } from '../checks/checkRequest.ts';
import { compose } from '../checks/compose.ts';
import { resourceOn } from '../checks/contractViews.ts';
import type { OperationChecks, OperationClause, Variant } from '../checks/kindChecks.ts';
import { absentKey } from '../checks/madeKeys.ts';
import { rightRequest } from '../checks/requests.ts';

/** HEAD with right credentials and with none: answered like GET, but without a body, or refused as a method. */
export const head: OperationChecks = {
  variants: (about) => [
    headVariant(about, (request) => request),
    ...(about.operation.security === undefined
      ? []
      : [
          { ...headVariant(about, (request) => ({ ...request, wrong: 'none' })), name: 'unsigned' },
        ]),
    ...unknownKey(about),
  ],
};

function headVariant(
  { clause, operation }: OperationClause,
  change: (request: CheckRequest) => CheckRequest,
): Variant {
  return {
    sideBySide: true,
    run: async (context) => {
      const right = await rightRequest(context, operation);
      await judgeHead(context, clause, change({ ...right, method: 'HEAD', raw: true }));
    },
  };
}

/** What is not there has no HEAD either. */
function unknownKey(about: OperationClause): readonly Variant[] {
  const resource = resourceOn(about.contract, about.operation);
  const key = resource?.key;
  if (key === undefined || !about.operation.path.includes(`{${key}}`)) return [];
  return [
    {
      name: 'unknown',
      sideBySide: true,
      run: async (context) => {
        const right = await rightRequest(context, about.operation);
        const path = { ...right.path, [key]: absentKey(context.run.pool, resource) };
        await judgeHead(context, about.clause, { ...right, path, method: 'HEAD', raw: true });
      },
    },
  ];
}

async function judgeHead(
  context: CheckContext,
  { id, outcome }: OperationClause['clause'],
  request: CheckRequest,
): Promise<void> {
  const { run } = context;
  const composed = await compose(run, context, request);
  const found = await context.observe(composed);
  if ('failure' in found) {
    context.blame(id, `there is no response to HEAD: ${found.failure}`);
    return;
  }
  const { status, bodyText, headers } = found.response;
  const asGet = run.model.step(run.state, composed.model).map((one) => one.status);
  const refused = (outcome?.allow ?? []).flatMap((one) => ('status' in one ? [one.status] : []));
  const isAllowed = [...asGet, ...refused].some((one) => isStatus(one, status));
  const wanted = [...new Set(asGet)].join(' or ');
  if (!isAllowed)
    context.blame(id, `HEAD is answered ${status}, where ${wanted} is right`, wanted, status);
  const { responses } = request.operation;
  const hasBody = responses.some((one) => one.status === status && one.mediaType !== undefined);
  // Where GET has a body, its length is told, or none (RFC 9110, 8.6).
  if (asGet[0] === status && status === 200 && hasBody && headers['content-length'] === '0')
    context.blame(
      id,
      'the response to HEAD has another Content-Length than that to GET',
      undefined,
      '0',
    );
  if (bodyText !== '') context.blame(id, 'the response to HEAD has a body');
}
