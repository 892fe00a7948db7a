/** A request as the test's `fetch` got it. */
export interface Sent {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string | undefined;
}

/** A `fetch` for tests that keeps what it was sent; the last answer answers the rest. */
export const answering = (...answers: ((sent: Sent) => Response)[]) => {
  const sent: Sent[] = [];
  return {
    sent,
    fetch: async (url: string, init: RequestInit): Promise<Response> => {
      const one = {
        url,
        method: init.method ?? 'GET',
        headers: new Headers(init.headers),
        body: typeof init.body === 'string' ? init.body : undefined,
      };
      sent.push(one);
      const answer = answers[Math.min(sent.length, answers.length) - 1];
      if (answer === undefined) throw new Error('There is no answer');
      return answer(one);
    },
  };
};

/** The access key that a request was signed with. */
export const keyOf = ({ headers }: Sent): string | undefined =>
  /Credential=([^/]+)\//.exec(headers.get('authorization') ?? '')?.[1];
