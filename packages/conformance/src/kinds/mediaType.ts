import { isAmongMediaTypes, type RequestBody } from '@oidc-admin/contract';
import { refusedBodies, type Changes, wrongMediaType } from '../checks/refusedBodies.ts';

/** Another media type, some that only begin like the right one, and none where the facts say what is answered. */
export const mediaType = refusedBodies(({ operation }) => ({
  text: () => ({ mediaType: wrongMediaType(operation.body) }),
  ...alike(operation.body),
  ...(operation.body?.untested?.includes('missingMediaType') === true
    ? {}
    : { missing: () => ({ mediaType: null }) }),
}));

/** Media types that a server takes for the right one when it looks at a part of the name only; none that the document lists. */
function alike(body: RequestBody | undefined): Changes {
  const right = body?.mediaType ?? '';
  const [, subtype = ''] = right.split('/');
  const others = {
    suffix: right.replace(subtype, `${subtype}-patch+${subtype}`),
    ofText: `text/${subtype}`,
  };
  const wrong = {
    letterMore: `${right}p`,
    wordMore: `${right}-seq`,
    ...(body?.untested?.includes('otherJson') === true ? {} : others),
  };
  return Object.fromEntries(
    Object.entries(wrong)
      .filter(([, given]) => !isAmongMediaTypes(body?.otherMediaTypes, given))
      .map(([name, given]) => [name, () => ({ mediaType: given })]),
  );
}
