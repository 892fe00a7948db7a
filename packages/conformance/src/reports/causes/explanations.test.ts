import { describe, expect, test } from 'vitest';
import { demonstration } from '../../testing/checkAll.ts';
import { sampleResults } from '../../testing/sampleReport.ts';
import { reportPages } from '../html/reportPages.ts';
import { junit } from '../junit.ts';
import type { CheckReport, Report, TargetReport } from '../report.ts';
import { targetReport } from '../targetReport.ts';
import { terminalFailures } from '../terminalFailures.ts';
import { wholeReport } from '../wholeReport.ts';

type Mismatch = CheckReport['mismatches'][number];

const { contract } = await demonstration('pvwa');
const type = 'pvwa.getProvider.200.clientId.propertyType';
const kept = 'pvwa.provider.kept';
const separate = 'pvwa.provider.separate';
const secrets = 'pvwa.provider.noOtherSecrets';

function differing(clause: string, at: string, more: Partial<Mismatch> = {}): Mismatch {
  const values = { expected: 'a', actual: 'b', exchange: 0 } as const;
  return { clause, binding: 'MUST', message: `${at} differs`, at, ...values, ...more };
}

interface Found {
  readonly mismatches: readonly Mismatch[];
  readonly exchanges?: CheckReport['exchanges'];
  readonly status?: CheckReport['status'];
}

/** A status that differs. */
function answering(clause: string, more: Partial<Mismatch>): Mismatch {
  return {
    clause,
    binding: 'MUST',
    message: 'the status differs',
    exchange: 0,
    ...noValues,
    ...more,
  };
}

const noValues = { expected: undefined, actual: undefined };

/** The report of checks that saw these differences, where nothing else is said in reading a provider: the rest passed. */
function reportOf(checks: Readonly<Record<string, readonly Mismatch[] | Found>>): TargetReport {
  const passed = sampleResults(contract).map((result): CheckReport => ({
    ...result,
    status: 'passed',
    mismatches: [],
  }));
  const [example] = passed.filter(({ id }) => id === type);
  if (example === undefined) throw new Error(`there is no ${type}`);
  const results = Object.entries(checks).map(([id, found]): CheckReport => ({
    ...example,
    id,
    clauses: [id.split('/', 1)[0] ?? ''],
    status: 'failed',
    ...('mismatches' in found ? found : { mismatches: found }),
  }));
  const names = new Set(results.map(({ id }) => id));
  return targetReport({
    contract,
    target: { name: 'pvwa', url: 'https://pvwa.example.com', embedded: false },
    level: 'disposable',
    strict: false,
    planned: [],
    results: [...passed.filter(({ id }) => !names.has(id)), ...results],
    reasons: [],
    expected: [],
  });
}

function ending({ clauses }: TargetReport, status: string): readonly string[] {
  return clauses.filter((clause) => clause.status === status).map(({ id }) => id);
}

function whole(target: TargetReport): Report {
  const tool = { version: '1.2.3', node: 'v24.0.0', timeZone: 'UTC' };
  const times = { started: '', ended: '', milliseconds: 1, seed: 1 };
  return wholeReport([target], { ...times, tool, expected: [] });
}

describe('one wrong value is one finding', () => {
  test('where its type is wrong, it is no value that was kept', () => {
    const report = reportOf({
      [`${kept}/addProvider`]: [differing(type, '/clientId'), differing(kept, '/clientId')],
    });
    expect(ending(report, 'failed')).toEqual([type]);
    expect(report.clauses.find(({ id }) => id === kept)).toMatchObject({
      status: 'notRun',
      code: 'otherFailure',
      because: [type],
    });
  });

  test('where a check about something else sees it too', () => {
    const report = reportOf({
      [`${kept}/addProvider`]: [differing(kept, '/clientId')],
      [`${separate}/replace`]: [differing(separate, '/clientId', { symptom: kept })],
    });
    expect(ending(report, 'failed')).toEqual([kept]);
  });

  test('where a check that reads twice sees it both times', () => {
    const unchanged = 'pvwa.provider.readUnchanged';
    const [reading] = added(200, {}).map((one) => ({
      ...one,
      operation: 'getProvider',
      request: { ...one.request, method: 'GET' },
    }));
    const exchanges = [reading, reading].filter((one) => one !== undefined);
    const again = differing(unchanged, '/clientId', { symptom: kept, exchange: 1 });
    const reported = (first: readonly Mismatch[]): TargetReport =>
      reportOf({
        'pvwa.getProvider.minimal': [differing(kept, '/clientId')],
        [`${kept}/addProvider`]: [differing(kept, '/clientId')],
        [`${unchanged}/getProvider`]: { mismatches: [...first, again], exchanges },
      });
    expect(ending(reported([differing(kept, '/clientId')]), 'failed')).toEqual([kept]);
    // Right at first, and then not.
    expect(ending(reported([]), 'failed')).toContain(unchanged);
  });

  test('and every report lists under it what it explains', () => {
    const report = whole(
      reportOf({
        [`${kept}/addProvider`]: [differing(type, '/clientId'), differing(kept, '/clientId')],
      }),
    );
    expect(terminalFailures(report, 100)).toContain(`  explains: ${kept}\n`);
    expect(junit(report)).toContain(`explains: ${kept}\n`);
    const page = reportPages(report).get('index.html') ?? '';
    expect(page).toContain('<p>Explains:</p>');
    expect(page).toContain('<p>Explained by:</p>');
    const [target] = report.targets;
    const check = target?.checks.find(({ id }) => id === `${kept}/addProvider`);
    expect(check?.explained).toMatchObject([{ clause: kept, because: type, at: '/clientId' }]);
  });
});

/** A right request to add a provider, and its answer. */
function added(
  status: number,
  properties: Readonly<Record<string, string>>,
): CheckReport['exchanges'] {
  return [
    {
      operation: 'addProvider',
      request: { method: 'POST', url: '/', headers: {}, body: JSON.stringify(properties) },
      response: { status, headers: {}, body: '' },
      milliseconds: 1,
      right: true,
      sender: { principal: 'admin' },
    },
  ];
}

const symptom = 'pvwa.addProvider.201.status';

/** A check whose right request is refused with 400. */
function refused(clause: string, properties: Readonly<Record<string, string>>): Found {
  return {
    mismatches: [answering(clause, { symptom, expected: '201', actual: 400 })],
    exchanges: added(400, properties),
  };
}

describe('a right request that is refused', () => {
  const known = { id: 'a', clientId: 'b', clientSecretMethod: 'Post' };
  const found = { ...known, discoveryEndpointUrl: 'https://idp.example.com' };
  const described = { ...known, issuer: 'c', authenticationEndpointUrl: 'd', jwkSet: 'e' };
  const alternative = 'pvwa.addProvider.discoveryEndpointUrl.alternative';
  const atMaxLength = 'pvwa.addProvider.clientId.atMaxLength';
  const longest = { ...found, clientId: 'x'.repeat(255) };

  test('is explained by the alternative that no request may have', () => {
    const report = reportOf({
      [alternative]: refused(alternative, { ...found, description: 'f' }),
      [atMaxLength]: refused(atMaxLength, longest),
      [`${kept}/addProvider`]: refused(kept, found),
      'pvwa.addProvider.full': { ...refused('', described), mismatches: [], status: 'passed' },
    });
    expect(ending(report, 'failed')).toEqual([alternative]);
  });

  test('is a finding of its own where others with that alternative are taken', () => {
    const report = reportOf({
      [alternative]: refused(alternative, { ...found, description: 'f' }),
      [atMaxLength]: refused(atMaxLength, longest),
      'pvwa.addProvider.full': { mismatches: [], exchanges: added(201, found), status: 'passed' },
    });
    expect(ending(report, 'failed')).toEqual([alternative, atMaxLength]);
  });

  test('is no finding about secrets', () => {
    const report = reportOf({
      [alternative]: refused(alternative, { ...found, description: 'f' }),
      [`${secrets}/addProvider`]: refused(secrets, found),
    });
    expect(ending(report, 'failed')).toEqual([alternative]);
  });
});

test('a session that ends too early is not told as refusals that come and go', () => {
  const refusal = { actual: 401, expected: '200' } as const;
  const exchanges = added(401, {}).map((one) => ({ ...one, operation: 'listProviders' }));
  const signIn = 'pvwa.logon.signIn';
  const minimal = 'pvwa.listProviders.minimal';
  const report = (status: 'failed' | 'flaky'): TargetReport =>
    reportOf({
      [signIn]: { mismatches: [answering(signIn, refusal)], exchanges },
      [minimal]: { mismatches: [answering(minimal, refusal)], exchanges, status },
    });
  expect(ending(report('flaky'), 'flaky')).toEqual([]);
  expect(ending(report('failed'), 'failed')).toContain(minimal);
});

test('what was refused, made all the same and is then shown is one finding; another wrong value is a second', () => {
  const unchanged = 'pvwa.provider.refusedUnchanged';
  const listed = 'pvwa.listProviders.200.Providers[].clientId.propertyType';
  const answered = (operation: string): CheckReport['exchanges'] =>
    added(200, {}).map((one) => ({ ...one, operation }));
  const found = { symptom: 'pvwa.getProvider.path.id.existence', actual: 200, exchange: 1 };
  const report = (clientId: string): TargetReport =>
    reportOf({
      [`${unchanged}/addProvider.type`]: {
        mismatches: [answering(unchanged, found)],
        exchanges: [...added(400, { clientId }), ...answered('getProvider')],
      },
      'pvwa.listProviders.minimal': {
        mismatches: [differing(listed, '/Providers/3/clientId', { actual: 'b' })],
        exchanges: answered('listProviders'),
      },
    });
  expect(ending(report('b'), 'failed')).toEqual([unchanged]);
  expect(ending(report('c'), 'failed')).toEqual([listed, unchanged]);
});

describe('a second mistake is never hidden', () => {
  test('of a rule that no check of its own saw, in another operation or at another place', () => {
    const listed = 'pvwa.provider.listed';
    const asKept = { symptom: kept, exchange: 0 } as const;
    const report = reportOf({
      [`${separate}/replace`]: [differing(separate, '/clientId', asKept)],
      'pvwa.getProvider.minimal': [differing(kept, '/description')],
      'pvwa.listProviders.minimal': {
        mismatches: [differing(listed, '/Providers')],
        exchanges: added(200, {}).map((one) => ({ ...one, operation: 'listProviders' })),
      },
    });
    expect(ending(report, 'failed')).toEqual([kept, listed, separate]);
  });

  test('of a status, in another operation', () => {
    const deleted = 'pvwa.provider.deleted';
    const at = (operation: string): CheckReport['exchanges'] =>
      added(500, {}).map((one) => ({ ...one, operation }));
    const wrong = { symptom, expected: '201', actual: 500 };
    const report = reportOf({
      [`${separate}/replace`]: {
        mismatches: [answering(separate, wrong)],
        exchanges: at('updateProvider'),
      },
      [`${deleted}/other`]: {
        mismatches: [answering(deleted, wrong)],
        exchanges: at('getProvider'),
      },
    });
    expect(ending(report, 'failed')).toEqual(expect.arrayContaining([deleted, separate]));
  });

  test('at another place', () => {
    const report = reportOf({
      [`${kept}/addProvider`]: [differing(type, '/clientId'), differing(kept, '/description')],
      [`${separate}/replace`]: [differing(separate, '/issuer', { symptom: kept })],
    });
    expect(ending(report, 'failed')).toEqual([type, kept, separate]);
  });

  test('a secret in a response whose form is wrong', () => {
    const report = reportOf({
      [`${secrets}/addProvider`]: [differing(type, '/clientId'), differing(secrets, '/clientId')],
    });
    expect(ending(report, 'failed')).toEqual([type, secrets]);
  });

  test('no SHOULD explains a MUST away', () => {
    const report = reportOf({
      [`${kept}/addProvider`]: [
        differing(type, '/clientId', { binding: 'SHOULD' }),
        differing(kept, '/clientId'),
      ],
    });
    expect(ending(report, 'failed')).toEqual([kept]);
    expect(ending(report, 'warned')).toEqual([type]);
  });
});
