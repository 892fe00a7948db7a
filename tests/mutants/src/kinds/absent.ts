import { savedBefore } from '@oidc-admin/mock/faults';
import { ofResource } from '../mutant.ts';

/** A read before the first save fails. */
export const absent = ofResource(() => ({
  decide: (decision, context) =>
    context.operation.action.does === 'read' &&
    decision.broken.length === 0 &&
    savedBefore(context) === undefined
      ? context.refuse(500, 'The server failed.')
      : decision,
}));
