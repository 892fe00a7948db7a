import type { CheckContext } from '../checks/checkContext.ts';
import type { CheckRequest } from '../checks/checkRequest.ts';

/** What is sent at the same time, and what is looked at when all of it is answered. */
export interface OverlappingRequests {
  readonly together: readonly CheckRequest[];
  readonly after: readonly CheckRequest[];
}

/** Requests that overlap, and what is prepared before. */
export interface Race {
  readonly name: string;
  readonly roles?: readonly string[];
  readonly parents?: number;
  readonly round: (context: CheckContext) => Promise<OverlappingRequests>;
}
