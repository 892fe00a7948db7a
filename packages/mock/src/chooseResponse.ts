import type { AllowedResponse } from '@oidc-admin/model';

/** The status that says best what is wrong, where several are allowed. */
const clearest: Readonly<Record<string, number>> = { mediaType: 415, method: 405, existence: 404 };

/** Picks the response that a mock gives among those that are allowed: the first, unless another status says more. */
export function chooseResponse(allowed: readonly AllowedResponse[]): AllowedResponse {
  const [first] = allowed;
  if (first === undefined)
    throw new Error('the model allows no response; this is a mistake of the model');
  const status = clearest[first.broken?.kind ?? ''];
  if (status === undefined || first.status === status) return first;
  return (
    allowed.find(
      (response) =>
        !response.warn &&
        response.status === status &&
        response.broken?.clause === first.broken?.clause,
    ) ?? first
  );
}
