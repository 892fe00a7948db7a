import type { Clause, ClauseKind, Contract } from '@oidc-admin/contract';
import type { Blame } from './blameServer.ts';

const begin = '<!-- Written by tests/mutants/src/runBlame.ts from here on. -->';
const end = '<!-- Written by people again. -->';
const mostListed = 20;

/** Why a clause of such a kind is named beside those that a fault breaks, where the report cannot tell one from the other. */
const besideReasons: Partial<Record<ClauseKind, string>> = {
  kept: 'the same code changes ordinary values too, of other properties',
  characters: 'the same code changes special texts too, of other properties',
  listed: 'the list shows it in another place than a single read',
  replaced: 'what was there before shows as well',
  defaults: 'what was there before shows in place of the default',
  separate: 'it is done to other resources as well',
  deleted: 'what is gone is answered by the same code as what never was',
  distinctCase: 'keys that differ in case only are two resources, and one of them suffers',
  concurrent: 'requests that overlap meet it in another way than single ones',
  refusedUnchanged: 'what is refused meets it too',
  readUnchanged: 'what is only read meets it too',
  noOtherSecrets: 'no finding about a secret is put under another one',
  neverReturned: 'no finding about a secret is put under another one',
  existence: 'requests for what is not there are answered by the same code',
  order: 'where several rules are broken, the same code decides what is answered',
  permission: 'the session of another role is met by the same code',
  security: 'other wrong ways to sign in are met by the same code',
  signIn: 'sessions end by it',
  credentials: 'wrong credentials are answered by the same code',
  propertyPresent: 'a response without what it should show lacks several properties',
  prefix: 'a value that is too short has no prefix either',
  transfer: 'the same header is read by the same code',
  charset: 'the same header is read by the same code',
  head: 'HEAD is answered by the same code',
  contentSchema: 'the fault takes the rule of the property away as a whole',
  errorBody: 'the body of an error has the same mistake',
  errorPair: 'the name of the error is wrong with it',
  contentType: 'the media type is wrong with it',
  status: 'right requests are refused by it',
  minimal: 'the smallest right request already meets it, and is not answered as larger ones are',
  alternative: 'each form of the body meets it by itself',
  type: 'a body of a wrong type is answered by the same code',
  propertyType: 'several properties are shown with another type',
  pathParameter: 'keys that are like a known one are looked up by the same code',
  repeatable: 'a request that is sent twice meets it too',
  method: 'requests by other methods are answered by the same code',
  noBody: 'responses without a body are framed by the same code',
  absent: 'what is not there is answered by the same code',
  full: 'the largest right request meets it in another way',
  minLength: 'a value that is too short breaks several rules',
  nullOptional: 'null in a wrong request is taken by the same code',
  pathCase: 'paths in other letters meet it too',
  propertyValue: 'the response shows another value as well',
  taken: 'what is there already is answered by the same code',
  trailingSlash: 'paths that end otherwise meet it too',
  undocumentedProperty: 'the response shows more as well',
  unreachable: 'what cannot be reached is answered by the same code',
  normalised: 'what was there before shows in place of the spelling that is due',
};

type Group = 'clause' | 'narrow' | 'realistic' | 'twin';

const groupTexts: Readonly<Record<Group, string>> = {
  clause: 'servers that break one clause',
  narrow: 'servers that break one clause in a narrow way',
  realistic: 'realistic faults',
  twin: 'realistic faults in one handler only',
};

function groupOf({ faults: [fault = ''], operation }: Blame): Group {
  if (operation !== undefined) return 'twin';
  if (!fault.startsWith('break:')) return 'realistic';
  return fault.includes('/') ? 'narrow' : 'clause';
}

/** How many findings there are: the numbers of which a distribution is told. */
export function figuresOf(blames: readonly Blame[]) {
  const counts = blames.map(({ findings }) => findings.length).toSorted((a, b) => a - b);
  const at = (share: number): number =>
    counts[Math.min(counts.length - 1, Math.floor(share * counts.length))] ?? 0;
  const sum = counts.reduce((total, count) => total + count, 0);
  return {
    attempts: counts.length,
    median: at(0.5),
    mean: counts.length === 0 ? 0 : Math.round((100 * sum) / counts.length) / 100,
    ninety: at(0.9),
    most: counts.at(-1) ?? 0,
    none: counts.filter((count) => count === 0).length,
    one: counts.filter((count) => count === 1).length,
  };
}

/** The same text for the same attempt. */
export function blameName({ api, faults, operation }: Pick<Blame, 'api' | 'faults' | 'operation'>) {
  return `${api} ${faults.join(' + ')}${operation === undefined ? '' : ` in ${operation} only`}`;
}

/** Why a fault gives more than one finding; throws for a kind of which no reason is known. */
export function reasonForMore(blame: Blame, clauseOf: ReadonlyMap<string, Clause>): string {
  const broken = new Set(blame.breaks);
  const own = blame.findings.filter(({ clause, alike }) =>
    [clause, ...alike].some((id) => broken.has(id)),
  );
  const beside = blame.findings.filter((finding) => !own.includes(finding));
  const kinds = [...new Set(beside.flatMap(({ clause }) => clauseOf.get(clause)?.kind ?? []))];
  const reasons = kinds.map((kind) => {
    const reason = besideReasons[kind];
    if (reason === undefined)
      throw new Error(`${blameName(blame)}: no reason is known for a finding of ${kind}`);
    return `\`${kind}\`: ${reason}`;
  });
  return [
    ...(own.length > 1 ? [`it breaks these ${own.length} in different ways`] : []),
    ...reasons,
  ].join('; ');
}

interface Counted {
  readonly blames: readonly Blame[];
  /** How many there are in all. */
  readonly all: number;
  readonly contracts: readonly Contract[];
}

function section({ blames, all, contracts }: Counted): readonly string[] {
  const clauseOf = new Map(
    contracts.flatMap(({ clauses }) => clauses.map((clause) => [clause.id, clause] as const)),
  );
  const rows = (Object.keys(groupTexts) as Group[]).map((group) => ({
    text: groupTexts[group],
    figures: figuresOf(blames.filter((blame) => groupOf(blame) === group)),
  }));
  const worst = blames
    .filter(({ findings }) => findings.length > 1)
    .toSorted(
      (a, b) => b.findings.length - a.findings.length || (blameName(a) < blameName(b) ? -1 : 1),
    );
  return [
    '## How many findings one fault gives',
    '',
    `Counted are the findings of the report of a whole run: all checks, at \`--disposable\`, strictly, with seed 1, on the mock with one fault alone; ${blames.length} of the ${all} that there are${blames.length === all ? '' : ', chosen by a fixed rule'}. What the report lists under a finding, since it is the same elsewhere or explained by it, is not counted. \`pnpm test:blame\` counts them all again.`,
    '',
    '| faults | attempts | median | mean | nine of ten at most | most | exactly one | none |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...[...rows, { text: 'all', figures: figuresOf(blames) }].map(
      ({ text, figures: { attempts, median, mean, ninety, most, one, none } }) =>
        `| ${text} | ${attempts} | ${median} | ${mean} | ${ninety} | ${most} | ${one} | ${none} |`,
    ),
    '',
    `More than one finding: ${worst.length} faults. The worst:`,
    '',
    '| fault | findings | why |',
    '| --- | --- | --- |',
    ...worst
      .slice(0, mostListed)
      .map(
        (blame) =>
          `| \`${cell(blameName(blame))}\` | ${blame.findings.length} | ${cell(reasonForMore(blame, clauseOf))} |`,
      ),
    '',
  ];
}

function cell(text: string): string {
  return text.replaceAll('|', String.raw`\|`);
}

/** The page of the documentation with this section written anew, before what other programs write. */
export function blamePage(text: string, counted: Counted): string {
  const written = [begin, '', ...section(counted), end].join('\n');
  const [before = '', rest] = text.split(begin, 2);
  if (rest !== undefined) return `${before}${written}${rest.slice(rest.indexOf(end) + end.length)}`;
  const matrix = text.indexOf('<!-- Written by');
  return matrix < 0
    ? `${text}\n${written}\n`
    : `${text.slice(0, matrix)}${written}\n\n${text.slice(matrix)}`;
}
