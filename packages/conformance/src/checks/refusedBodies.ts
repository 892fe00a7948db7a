import { isAmongMediaTypes, type RequestBody } from '@oidc-admin/contract';
import type { CheckRequest } from './checkRequest.ts';
import { refusedRequests, type OperationClause, type OperationChecks } from './kindChecks.ts';
import { rightRequest } from './requests.ts';

/** What of a right request is changed, by the name of the variant; under the empty name, it is the only one. */
export type Changes = Readonly<Record<string, (right: CheckRequest) => Partial<CheckRequest>>>;

/** A kind of rule about the body as a whole: it sends right requests with everything in them, and changes each as a whole. */
export function refusedBodies(changes: (about: OperationClause) => Changes): OperationChecks {
  return refusedRequests((about) =>
    Object.entries(changes(about)).map(([name, change]) => ({
      ...(name === '' ? {} : { name }),
      request: async (context) => {
        const right = await rightRequest(context, about.operation, { properties: 'full' });
        return { ...right, ...change(right) };
      },
    })),
  );
}

/** Media types of nothing that a request of an API could hold, the likeliest first. */
const foreign = ['text/plain', 'text/css', 'image/gif', 'x-nothing/x-nothing'] as const;

/** A media type that a body may not have. */
export function wrongMediaType(body: RequestBody | undefined): string {
  return foreign.find((one) => !isAmongMediaTypes(body?.otherMediaTypes, one)) ?? foreign[0];
}
