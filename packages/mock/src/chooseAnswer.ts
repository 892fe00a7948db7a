import type { AllowedAnswer } from '@oidc-admin/model';

/** The status that says best what is wrong, where several are allowed. */
const clearest: Readonly<Record<string, number>> = { mediaType: 415, method: 405, existence: 404 };

/** Picks the answer that a mock gives among those that are allowed: the first, unless another status says more. */
export function chooseAnswer(allowed: readonly AllowedAnswer[]): AllowedAnswer {
  const [first] = allowed;
  if (first === undefined)
    throw new Error('the model allows no answer; this is a mistake of the model');
  const status = clearest[first.broken?.kind ?? ''];
  if (status === undefined || first.status === status) return first;
  return (
    allowed.find(
      (answer) =>
        !answer.warn && answer.status === status && answer.broken?.clause === first.broken?.clause,
    ) ?? first
  );
}
