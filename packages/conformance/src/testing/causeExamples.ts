import { explanations } from '../reports/causes/explanations.ts';
import type { CheckReport } from '../reports/report.ts';
import { demonstration, type ApiName } from './checkAll.ts';
import { sampleResults } from './sampleReport.ts';

type Mismatch = CheckReport['mismatches'][number];
type Exchange = CheckReport['exchanges'][number];

interface Difference extends Partial<Mismatch> {
  readonly clause: string;
}

/** Makes results of checks by hand, for tests of what explains what. Clauses and checks are named without their API. */
export async function causeExamples(api: ApiName) {
  const { contract } = await demonstration(api);
  const [example] = sampleResults(contract);
  if (example === undefined) throw new Error('there is no sample');
  return {
    contract,
    /** A check that saw one difference in the last of these exchanges. */
    check: (
      id: string,
      { clause, ...more }: Difference,
      exchanges: readonly Exchange[],
      status: CheckReport['status'] = 'failed',
    ): CheckReport => {
      const mismatch: Mismatch = {
        binding: 'MUST',
        message: 'it differs',
        expected: undefined,
        actual: undefined,
        exchange: exchanges.length - 1,
        ...more,
        clause: `${api}.${clause}`,
      };
      return {
        ...example,
        id: `${api}.${id}`,
        clauses: [`${api}.${id.split('/', 1)[0]}`],
        status,
        mismatches: [mismatch],
        exchanges,
      };
    },
    asked: (
      operation: string,
      method: string,
      status: number | undefined,
      { body, ...headers }: Readonly<Record<string, string>> = {},
    ): Exchange => {
      const url = `https://${api}.example.com`;
      return {
        operation,
        request: { method, url, headers, ...(body !== undefined && { body }) },
        ...(status !== undefined && { response: { status, headers: {}, body: '' } }),
        milliseconds: 1,
        sender: { principal: 'admin' },
      };
    },
    /** By the clause of each difference that is but a consequence, the clause that explains it. */
    explained: (...results: readonly CheckReport[]): Readonly<Record<string, string>> => {
      const entries = [...explanations(contract, results)].map(([{ clause }, by]) => [clause, by]);
      return Object.fromEntries(entries) as Record<string, string>;
    },
  };
}
