import type { Cookies } from '@oidc-admin/client';
import type { AllowedResponse, Mismatch, ModelRequest, ObservedExchange } from '@oidc-admin/model';
import type { FoundMismatch } from '../reports/checkResult.ts';
import type { WireRequest } from '../wire/wireRequest.ts';
import type { WireResponse } from '../wire/wireResponse.ts';
import type { CheckRequest } from './checkRequest.ts';

/** A request, ready to be sent, and as the model sees it. */
export interface Composed {
  readonly request: CheckRequest;
  readonly wire: WireRequest;
  readonly model: ModelRequest;
  readonly sender: { readonly principal?: string; readonly wrongWay?: string };
  /** Those of the session that the request belongs to. */
  readonly cookies: Cookies;
}

/** What came of one request. */
export interface SentRequest {
  readonly request: CheckRequest;
  readonly sender: Composed['sender'];
  readonly cookies: Cookies;
  readonly response: WireResponse | undefined;
  readonly matched: AllowedResponse | undefined;
  readonly mismatches: readonly FoundMismatch[];
  /** Answered with a success. */
  readonly accepted: boolean;
  readonly observed: ObservedExchange | undefined;
  /** What differs in any case, where nobody knows whether what the request is about is there. */
  readonly certain?: readonly FoundMismatch[];
  /** Why nobody can tell what a list lacks, where its pages could not be read to their end or at rest. */
  readonly doubt?: string;
}

export interface SendOptions {
  /** The clauses that are broken where a right request is refused. */
  readonly blame?: readonly string[];
  /** Another name for what a difference breaks: the clause that this check is about. */
  readonly relabel?: (mismatch: Mismatch) => string;
  /** Left out of the result; the caller decides what it means. */
  readonly silent?: boolean;
  /** It only brings about what a check needs: what differs is a finding of the run's preparation, not of the check. */
  readonly preparation?: boolean;
  /** Cleaning up is not stopped by the limit of requests. */
  readonly beyondLimit?: boolean;
}

/** Sends requests, and compares each response with what is allowed. */
export interface Sender {
  send(request: CheckRequest, options?: SendOptions): Promise<SentRequest>;
  /** The same for a request that is complete. */
  perform(composed: Composed, options: SendOptions): Promise<SentRequest>;
}
