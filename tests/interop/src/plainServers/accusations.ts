import { checkAll, type ApiName } from '@oidc-admin/conformance/testing';
import { knownSpecification } from '@oidc-admin/reference-servers/knownSpecification.ts';

/** One line for each different accusation and, strictly, for each warning and each check that was not run. */
export async function accusations(
  api: ApiName,
  origin: string,
  seed: number,
  strict: boolean,
): Promise<readonly string[]> {
  const { results, preparation } = await checkAll(api, origin, {
    document: knownSpecification(api),
    seed,
    strict,
    timeoutMs: 5000,
  });
  const all = [...results, ...(preparation === undefined ? [] : [preparation])];
  const lines = all.flatMap(({ id, status, code, mismatches, reason }) => {
    // Nobody waits twenty minutes for a session to end, and a server may refuse an invented code.
    const isExpected =
      code === 'mayRefuse' || id.endsWith('.expired.security') || id.endsWith('.presentWhen');
    if (strict && status === 'notRun' && !isExpected)
      return [`${JSON.stringify(reason)}; check ${id}`];
    return mismatches
      .filter(({ binding }) => strict || binding === 'MUST')
      .map(
        ({ clause, message, expected, actual }) =>
          `${clause}: ${message}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(actual)}; check ${id}`,
      );
  });
  // The first check of each accusation is enough.
  const different = (line: string): string => line.replace(/; check .*|\d+/g, '');
  return lines.filter(
    (line, index) => lines.findIndex((one) => different(one) === different(line)) === index,
  );
}
