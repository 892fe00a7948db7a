import type { RequestBody } from '@oidc-admin/contract';
import { refusedBodies, type Changes } from '../checks/refusedBodies.ts';

/** Another media type, some that only begin like the right one, and none where the facts say what is answered. */
export const mediaType = refusedBodies(({ operation }) => ({
  text: () => ({ mediaType: 'text/plain' }),
  ...alike(operation.body),
  ...(operation.body?.untested?.includes('missingMediaType') === true
    ? {}
    : { missing: () => ({ mediaType: null }) }),
}));

/** Media types that a server takes for the right one when it looks at a part of the name only. */
function alike(body: RequestBody | undefined): Changes {
  const right = body?.mediaType ?? '';
  const [, subtype = ''] = right.split('/');
  const others: Changes = {
    suffix: () => ({ mediaType: right.replace(subtype, `${subtype}-patch+${subtype}`) }),
    ofText: () => ({ mediaType: `text/${subtype}` }),
  };
  return {
    letterMore: () => ({ mediaType: `${right}p` }),
    wordMore: () => ({ mediaType: `${right}-seq` }),
    ...(body?.untested?.includes('otherJson') === true ? {} : others),
  };
}
