import { printable } from '@oidc-admin/client';

/** `ok`: looked at, and nothing was found. `warning`: a sign-in may fail. `error`: it will. */
export type Severity = 'ok' | 'warning' | 'error';

/** One thing that was looked at, and what came of it. Holds no secret, and nothing that controls a terminal. */
export interface SignInFinding {
  /** Stable: the name of the check where nothing was found, else the name of the problem. */
  readonly code: string;
  readonly check: string;
  readonly severity: Severity;
  /** One sentence. */
  readonly what: string;
  /** In which value or document. */
  readonly where?: string;
  /** What was to be saved, and what the provider has. */
  readonly given?: string;
  readonly found?: string;
  /** Where the two differ first, in characters from 0. */
  readonly differsAt?: number;
  /** What to do. */
  readonly action?: string;
  /** Numbers of the causes behind a problem, from 1, where it is one of those that people know: see docs/doctor.md. */
  readonly causes?: readonly number[];
  /** A value to copy to another place, exactly as it is. */
  readonly copy?: string;
}

/** What could not be looked at, and why: it is not known to be right. */
export interface Unchecked {
  readonly check: string;
  readonly why: string;
}

/** The most characters of a text from elsewhere that a finding shows. */
const longestShown = 500;

/** A text from elsewhere as a finding shows it: no control characters, and of a long one the beginning and its length. */
export function shown(text: string): string {
  const safe = printable(text);
  if (safe.length <= longestShown) return safe;
  return `${safe.slice(0, longestShown)}… (${safe.length} characters)`;
}

/** Why something failed, as a finding shows it. */
export function shownReason(error: unknown): string {
  return shown(error instanceof Error ? error.message : String(error));
}

/** The index of the first character in which two texts differ, counted in code points; undefined where they are equal. */
export function firstDifference(one: string, other: string): number | undefined {
  if (one === other) return undefined;
  const [a, b] = [Array.from(one), Array.from(other)];
  let index = 0;
  while (index < a.length && index < b.length && a[index] === b[index]) index += 1;
  return index;
}

function named(character: string | undefined): string {
  if (character === undefined) return 'the end';
  const code = character.codePointAt(0) ?? 0;
  const plain = code > 0x20 && code < 0x7f;
  return plain ? `"${character}"` : `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Both values as a finding shows them, where they differ first, and a sentence about that place. */
export function compared(one: string, other: string) {
  const [given, found] = [shown(one), shown(other)];
  const differsAt = firstDifference(given, found) ?? 0;
  const [a, b] = [Array.from(given)[differsAt], Array.from(found)[differsAt]];
  return {
    given,
    found,
    differsAt,
    sentence: `They differ from character ${differsAt + 1} on: ${named(a)} against ${named(b)}.`,
  };
}
