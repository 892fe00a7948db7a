import { causes, type Diagnosis } from '@oidc-admin/doctor';
import { Help } from 'commander';

type ShownFinding = Diagnosis['findings'][number];

const width = 9;
/** Where the two values begin, behind the severity and their names. */
const indent = ' '.repeat(width);

/** Sentences behind a head, broken where the terminal ends, the next lines below the first one. */
function prose(head: string, text: string, columns: number | undefined): string[] {
  if (columns === undefined) return [head + text];
  const lines = new Help().boxWrap(text, columns - head.length - 1).split('\n');
  return lines.map((line, index) => (index === 0 ? head : ' '.repeat(head.length)) + line);
}

/** A value, in one line whatever its length: it is compared with the one below. */
function row(name: string, text: string | undefined): string[] {
  return text === undefined ? [] : [headOf(name) + text];
}

function headOf(name: string): string {
  return `${indent}${name.padEnd(10)}`;
}

/** A sign below the first character in which two values differ. */
function marker(differsAt: number | undefined): string[] {
  return differsAt === undefined ? [] : [`${indent}${' '.repeat(10 + differsAt)}^`];
}

/** A cause by its number in docs/doctor.md. */
function knownAs(number: number): string {
  const { symptom, was } = causes[number - 1] ?? { symptom: 'unknown', was: 'unknown' };
  return `${number}. ${symptom}: ${was}`;
}

function problemText(
  { severity, code, what, action, ...more }: ShownFinding,
  columns: number | undefined,
): string[] {
  return [
    ...prose(severity.padEnd(width), `${what} [${code}]`, columns),
    ...row('where', more.where),
    ...row('given', more.given),
    ...row('provider', more.found),
    ...marker(more.differsAt),
    ...(action === undefined ? [] : prose(headOf('to do'), action, columns)),
    ...(more.causes ?? []).flatMap((number) => prose(headOf('known as'), knownAs(number), columns)),
    '',
  ];
}

function passedText({ what, copy }: ShownFinding, columns: number | undefined): string[] {
  // A value to copy has a line of its own, so that nothing else is copied with it.
  return [
    ...prose('ok'.padEnd(width), what, columns),
    ...(copy === undefined ? [] : ['', copy, '']),
  ];
}

/** One line for each reason: where a provider is not reached, most checks have the same. */
function uncheckedText(unchecked: Diagnosis['unchecked'], columns: number | undefined): string[] {
  const reasons = new Set(unchecked.map(({ why }) => why));
  return [...reasons].flatMap((reason) => {
    const names = unchecked.filter(({ why }) => why === reason).map(({ check }) => check);
    return prose('?'.padEnd(width), `${names.join(', ')}: not looked at, ${reason}`, columns);
  });
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** The claims that came, below each other: one of them is to hold the user name. */
function claimsText(claims: NonNullable<Diagnosis['claims']>): string[] {
  const names = Object.keys(claims);
  if (names.length === 0) return [];
  const longest = Math.max(...names.map(({ length }) => length));
  const rows = names.map((name) => `${indent}${name.padEnd(longest)}  ${claims[name]}`);
  return ['', 'Claims that came, of which one is the user name:', ...rows];
}

/** Only what is wrong, for those who want to do something else: the worst first. */
export function problemLines(findings: Diagnosis['findings']): string[] {
  const of = (severity: string) => findings.filter((one) => one.severity === severity);
  return [...of('error'), ...of('warning')]
    .flatMap((one) => problemText(one, undefined))
    .filter((line) => line !== '');
}

/**
 * A diagnosis for people: what is wrong first, then what is right, then what was not looked at, and how many there are. Sentences are
 * broken where a terminal of so many columns ends.
 */
export function diagnosisText(
  { findings, unchecked, claims = {} }: Diagnosis,
  columns?: number,
): string {
  const of = (severity: string) => findings.filter((one) => one.severity === severity);
  const [errors, warnings, right] = [of('error'), of('warning'), of('ok')];
  const lines = [
    ...errors.flatMap((one) => problemText(one, columns)),
    ...warnings.flatMap((one) => problemText(one, columns)),
    ...right.flatMap((one) => passedText(one, columns)),
    ...uncheckedText(unchecked, columns),
    ...claimsText(claims),
    '',
    `${counted(errors.length, 'error')}, ${counted(warnings.length, 'warning')}, ${right.length} right, ${unchecked.length} not looked at.`,
  ];
  return `${lines.join('\n')}\n`;
}
