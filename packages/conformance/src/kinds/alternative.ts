import { acceptedRequests } from '../checks/accepting.ts';

/** Nothing but what one alternative of the body needs. */
export const alternative = acceptedRequests(({ clause: { value }, operation }) => {
  const meant = new Set(Array.isArray(value) ? value : []);
  const index = (operation.body?.alternatives ?? []).findIndex(
    (names) => names.length === meant.size && names.every((name) => meant.has(name)),
  );
  return {
    wanted: { alternative: Math.max(index, 0) },
    change: (right) => ({ ...right, raw: true }),
  };
});
