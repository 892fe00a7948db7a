import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '@oidc-admin/client/terminal';
import {
  claimDifferences,
  claimsOf,
  reportOf,
  type Claim,
  type Report,
} from '@oidc-admin/conformance';
import { stringify } from 'yaml';
import { contractNamed, documentHash, knownApis } from './apiEntry.ts';
import type { Console } from './processConsole.ts';
import { readYaml } from './readYaml.ts';
import { readRecordFile } from './recordFile.ts';
import { writeWhole } from './writeReports.ts';

/** Writes the claim of a run beside its record. */
export async function writeClaim(directory: string, report: Report): Promise<void> {
  const record = readFileSync(join(directory, 'record.ndjson'));
  const comment =
    ' What a conformance run says of each target. Check it: conformance verify claim.yaml record.ndjson';
  const text = stringify(claimsOf(report, record));
  await writeWhole(join(directory, 'claim.yaml'), `#${comment}\n${text}`);
}

function readClaims(path: string): readonly Claim[] {
  const content = readYaml(`${path}:`, path);
  if (!Array.isArray(content) || content.length === 0 || !content.every((one) => isClaim(one)))
    throw new UsageError(
      `${path} is no claim: right is the claim.yaml of a run, a list with one entry a target`,
    );
  if (content.some(({ version }) => version !== 1))
    throw new UsageError(`${path} is a claim of another version than 1`);
  const unknown = content.find(({ api }) => !knownApis.includes(api));
  if (unknown !== undefined)
    throw new UsageError(
      `${path}: '${unknown.api}' is no API; there are ${knownApis.join(' and ')}`,
    );
  const targets = content.map(({ target }) => target);
  const twice = targets.find((target, at) => targets.indexOf(target) < at);
  if (twice !== undefined) throw new UsageError(`${path}: target '${twice}' is claimed twice`);
  return content;
}

/** Whether a value has all that is needed to compare it; what else a claim says may be missing, which is a difference. */
function isClaim(one: unknown): one is Claim {
  if (typeof one !== 'object' || one === null) return false;
  const { version, record, target, api, expected, specification, clauses } = one as Record<
    string,
    unknown
  >;
  return (
    version !== undefined &&
    record !== undefined &&
    typeof target === 'string' &&
    typeof api === 'string' &&
    Array.isArray(expected) &&
    [specification, clauses].every((part) => typeof part === 'object' && part !== null)
  );
}

/** Makes the report of a record again and compares it with a claim. Answers the exit code: 0 it holds, 1 it does not. */
export async function verifyClaim(
  { claim, record }: { readonly claim: string; readonly record: string },
  { out }: Console,
): Promise<number> {
  const given = readClaims(claim);
  const events = readRecordFile(record);
  const contracts = new Map(
    await Promise.all(knownApis.map(async (api) => [api, await contractNamed(api)] as const)),
  );
  const report = reportOf([events], {
    contractOf: (api) => {
      const contract = contracts.get(api);
      if (contract === undefined) throw new UsageError(`the record is of '${api}': no such API`);
      return contract;
    },
    // The reasons of a baseline are in no record; which clauses it named is claimed.
    expected: given.flatMap((one) =>
      one.expected.map((clause) => ({ clause, reason: 'claimed', target: one.target })),
    ),
  });
  const differences = [
    ...claimDifferences(given, claimsOf(report, readFileSync(record))),
    ...given
      .filter(({ api, specification }) => specification.sha256 !== documentHash(api))
      .map(({ target, api }) => `${target}: the ${api} specification here is another one`),
  ];
  if (differences.length > 0) {
    out(`THE CLAIM DOES NOT HOLD\n${differences.map((line) => `  ${line}\n`).join('')}`);
    return 1;
  }
  for (const { target, api, specification, verdict, level, clauses } of given)
    out(
      `THE CLAIM HOLDS: ${target}, ${api} ${specification.version}, ${verdict} at ${level}, ${clauses.passed} clauses passed\n`,
    );
  return 0;
}
