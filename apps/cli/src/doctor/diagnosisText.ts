import { causes, type Diagnosis } from '@oidc-admin/doctor';

type ShownFinding = Diagnosis['findings'][number];

const width = 9;
/** Where the two values begin, behind the severity and their names. */
const indent = ' '.repeat(width);

function row(name: string, text: string | undefined): string[] {
  return text === undefined ? [] : [`${indent}${name.padEnd(10)}${text}`];
}

/** A sign below the first character in which two values differ. */
function marker(differsAt: number | undefined): string[] {
  return differsAt === undefined ? [] : [`${indent}${' '.repeat(10 + differsAt)}^`];
}

/** A cause by its number in docs/doctor.md. */
function knownAs(number: number): string | undefined {
  const cause = causes[number - 1];
  return cause && `${number}. ${cause.symptom}: ${cause.was}`;
}

function problemText({ severity, code, what, ...more }: ShownFinding): string[] {
  return [
    `${severity.padEnd(width)}${what} [${code}]`,
    ...row('where', more.where),
    ...row('given', more.given),
    ...row('provider', more.found),
    ...marker(more.differsAt),
    ...row('to do', more.action),
    ...(more.causes ?? []).flatMap((number) => row('known as', knownAs(number))),
    '',
  ];
}

function passedText({ what, copy }: ShownFinding): string[] {
  // A value to copy has a line of its own, so that nothing else is copied with it.
  return [`${'ok'.padEnd(width)}${what}`, ...(copy === undefined ? [] : ['', copy, ''])];
}

/** One line for each reason: where a provider is not reached, most checks have the same. */
function uncheckedText(unchecked: Diagnosis['unchecked']): string[] {
  const reasons = new Set(unchecked.map(({ why }) => why));
  return [...reasons].map((reason) => {
    const names = unchecked.filter(({ why }) => why === reason).map(({ check }) => check);
    return `${'?'.padEnd(width)}${names.join(', ')}: not looked at, ${reason}`;
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
  return [...of('error'), ...of('warning')].flatMap(problemText).filter((line) => line !== '');
}

/** A diagnosis for people: what is wrong first, then what is right, then what was not looked at, and how many there are. */
export function diagnosisText({ findings, unchecked, claims = {} }: Diagnosis): string {
  const of = (severity: string) => findings.filter((one) => one.severity === severity);
  const [errors, warnings, right] = [of('error'), of('warning'), of('ok')];
  const lines = [
    ...errors.flatMap(problemText),
    ...warnings.flatMap(problemText),
    ...right.flatMap(passedText),
    ...uncheckedText(unchecked),
    ...claimsText(claims),
    '',
    `${counted(errors.length, 'error')}, ${counted(warnings.length, 'warning')}, ${right.length} right, ${unchecked.length} not looked at.`,
  ];
  return `${lines.join('\n')}\n`;
}
