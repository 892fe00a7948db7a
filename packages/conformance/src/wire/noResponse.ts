/** A request that was not answered: why, in words for people. */
export class NoResponse extends Error {
  override readonly name = 'NoResponse';
}

/** Nothing complete came in time. */
export class LateResponse extends NoResponse {
  constructor(timeoutMs: number) {
    super(`no response within ${timeoutMs} ms`);
  }
}
