/**
 * Stands in for `Request` inside openapi-fetch: it only keeps what it is given. Building a real one
 * for every call costs as much as a third of the call.
 */
export class PlainRequest {
  readonly url: string;
  readonly init: RequestInit;

  constructor(url: string, init: RequestInit) {
    this.url = url;
    this.init = init;
  }
}
