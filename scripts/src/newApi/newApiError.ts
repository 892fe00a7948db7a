/** Why an API cannot join or leave, for people. Nothing was written, or it was taken back. */
export class NewApiError extends Error {
  override readonly name = 'NewApiError';
  /** 2 where what was asked for is wrong, 1 where the work failed. */
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 2) {
    super(message);
    this.exitCode = exitCode;
  }
}
