import type { CheckResult, FoundMismatch } from './checkResult.ts';

type Checked = Pick<CheckResult, 'exchanges'>;

/** Differences that were seen in one exchange of a check. */
export interface Step {
  /** The index of the exchange; none where it is not known. */
  readonly index: number | undefined;
  readonly mismatches: readonly FoundMismatch[];
}

/** Puts differences together that were seen in the same exchange, in the order of the exchanges. */
export function stepsOf(
  { exchanges }: Checked,
  mismatches: readonly FoundMismatch[],
): readonly Step[] {
  const only = exchanges.length === 1 ? 0 : undefined;
  const groups = Map.groupBy(mismatches, ({ exchange = only }) => exchange);
  return [...groups]
    .map(([index, own]) => ({ index, mismatches: own }))
    .toSorted((a, b) => (a.index ?? -1) - (b.index ?? -1));
}

/** How often a check failed that was repeated: `, failed 1 of 3 times`. */
export function attemptsText({
  attempts,
  failures,
}: Pick<CheckResult, 'attempts' | 'failures'>): string {
  return attempts === undefined ? '' : `, failed ${failures} of ${attempts} times`;
}

/** Which of a check's requests it was: `step 4 of 9`. */
export function stepName({ exchanges }: Checked, index: number): string {
  return `step ${index + 1} of ${exchanges.length}`;
}

/** What a check did last before a request that shows what became of it: the last one that may have changed something. */
export function stepBefore({ exchanges }: Checked, index: number | undefined): number | undefined {
  const found = exchanges
    .slice(0, index ?? 0)
    .findLastIndex(
      ({ request, preparation }) =>
        !['GET', 'HEAD'].includes(request.method) && preparation !== true,
    );
  return found < 0 ? undefined : found;
}

/** One request of a check and what came of it, as one line; empty where there is none. */
export function stepText(check: Checked, index: number | undefined): string {
  const exchange = index === undefined ? undefined : check.exchanges[index];
  if (index === undefined || exchange === undefined) return '';
  const { request, response, error, sender } = exchange;
  return [
    `${stepName(check, index)}: ${request.method} ${request.url}`,
    ...(sender.principal === undefined ? [] : [`as ${sender.principal}`]),
    ...(sender.wrongWay === undefined ? [] : [`signed in wrongly: ${sender.wrongWay}`]),
    response === undefined ? (error ?? 'no response') : `answered ${response.status}`,
  ].join(', ');
}
