import { text } from 'node:stream/consumers';
import { diagnose } from '@oidc-admin/doctor';
import { elsewhereCode } from './doctorCases.ts';

/** A diagnosis that this process is to make. */
export interface WantedDiagnosis {
  readonly name: string;
  readonly issuer: string;
  readonly timeoutMs: number;
}

/** What came of it. */
export interface MadeDiagnosis {
  readonly name: string;
  /** The codes of all errors, and of a document on another server; `fault` where there was no diagnosis. */
  readonly codes: readonly string[];
  readonly milliseconds: number;
  /** All that was found. */
  readonly said: string;
}

async function made({ name, issuer, timeoutMs }: WantedDiagnosis): Promise<MadeDiagnosis> {
  const started = performance.now();
  const ended = (codes: readonly string[], said: string): MadeDiagnosis => ({
    name,
    codes,
    milliseconds: performance.now() - started,
    said,
  });
  const clientSecret = process.env['OIDC_CLIENT_SECRET'];
  try {
    const diagnosis = await diagnose({ address: issuer, clientSecret }, { timeoutMs });
    const errors = diagnosis.findings.filter(
      ({ severity, code }) => severity === 'error' || code === elsewhereCode,
    );
    return ended(
      errors.map(({ code }) => code),
      JSON.stringify(diagnosis),
    );
  } catch (error) {
    return ended(['fault'], String(error));
  }
}

const waiting = JSON.parse(await text(process.stdin)) as WantedDiagnosis[];
// All that is loaded at the first one is no matter of the others.
const first = waiting.shift();
if (first !== undefined) process.stdout.write(`${JSON.stringify(await made(first))}\n`);
async function work(): Promise<void> {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
    process.stdout.write(`${JSON.stringify(await made(next))}\n`);
}
await Promise.all(Array.from({ length: 8 }, work));
process.stdout.write('', () => process.exit());
