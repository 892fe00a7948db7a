/** Repeats an attempt that may be repeated, where it may yet succeed. */
export type Patience = <T extends object>(attempt: () => Promise<T>) => Promise<T>;

const most = 4;
const longestAskedSeconds = 30;

function numberAt(value: unknown, name: string): number | undefined {
  const found =
    typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)[name]
      : undefined;
  return typeof found === 'number' ? found : undefined;
}

function isPassing(status: number | undefined): boolean {
  return status !== undefined && (status === 429 || status >= 500);
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/**
 * Repeats what ended in 429, in 5xx or in no response, at most three times: after what `Retry-After` asks for, at most 30 s,
 * else after half a second and ever longer. Once that was in vain, nothing is repeated until something succeeds.
 */
export function createPatience(): Patience {
  let inVain = false;
  return async (attempt) => {
    for (let tried = 1; ; tried += 1) {
      const last = inVain || tried === most;
      let wait = 250 * 2 ** tried;
      try {
        const response = await attempt();
        const passing = isPassing(numberAt(response, 'status'));
        if (!passing || last) {
          inVain = passing;
          return response;
        }
        const asked = numberAt(response, 'retryAfterSeconds');
        if (asked !== undefined) wait = Math.min(asked, longestAskedSeconds) * 1000;
      } catch (error) {
        // An error with a status is a response, such as to a log-on.
        const status = numberAt(error, 'status');
        const final = status !== undefined && !isPassing(status);
        if (final || last) {
          inVain = !final;
          throw error;
        }
      }
      await delay(wait);
    }
  };
}
