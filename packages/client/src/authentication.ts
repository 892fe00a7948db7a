import type { TableOperation } from '@oidc-admin/contract';

/** A request as it will be sent, without the headers that `fetch` adds. Header names are in lower case. */
export interface OutgoingRequest {
  readonly method: string;
  url: string;
  readonly headers: Record<string, string>;
  readonly body?: string | undefined;
}

/** A response as it came, its body read as text. */
export interface ReceivedResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** How the requests of one API prove who sends them. */
export interface Authentication {
  /**
   * Adds the proof to the request's headers. Answers the secrets that it added, for redaction.
   * What it throws ends the call: it is never retried.
   */
  authorize(
    request: OutgoingRequest,
    context: { readonly operation: TableOperation; readonly signal: AbortSignal },
  ): readonly string[] | Promise<readonly string[]>;
  /**
   * Called once a call, when the server refused the proof with 401 or 403: true where another
   * proof is worth one more attempt. A request that was refused had no effect, so any may be repeated.
   */
  refused?(
    response: ReceivedResponse,
    request: OutgoingRequest,
    operation: TableOperation,
  ): boolean | Promise<boolean>;
}
