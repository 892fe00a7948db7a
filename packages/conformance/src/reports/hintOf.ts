import type { CheckReport, TargetReport } from './report.ts';

/** What so many refusals probably mean, by their status. */
const meanings: Readonly<Record<number, (url: string) => string>> = {
  401: () => 'are the credentials right, and do sessions last?',
  403: () => 'may this user do what the checks need?',
  404: (url) => `is ${url} the address of this API?`,
  429: () => 'say --requests-per-second',
};

/** So few right requests say nothing of the whole run. */
const fewest = 5;

/** Where most right requests were refused in one way: what that probably means. */
export function hintOf(results: readonly CheckReport[], url: string): Pick<TargetReport, 'hint'> {
  const statuses = results
    .flatMap(({ exchanges }) => exchanges)
    .flatMap(({ right, response }) =>
      right === true && response !== undefined ? [response.status] : [],
    );
  if (statuses.length < fewest) return {};
  for (const [status, meaning] of Object.entries(meanings)) {
    const count = statuses.filter((one) => String(one) === status).length;
    if (count * 2 > statuses.length)
      return {
        hint: `${count} of ${statuses.length} requests that should have succeeded were answered ${status}: ${meaning(url)}`,
      };
  }
  return {};
}
