/** Words that programs take for something else where the name of an API stands. A test of the house compares them with the programs. */
export const otherCommands: ReadonlyMap<string, string> = new Map([
  ...[
    'apply',
    'completion',
    'context',
    'doctor',
    'export',
    'help',
    'plan',
    'rotate-secret',
    'schema',
    'undo',
  ].map((name): [string, string] => [name, 'a command of `oidc-admin`']),
  ...['judge', 'proxy', 'verify'].map((name): [string, string] => [
    name,
    'a command of `pnpm conformance`',
  ]),
  ['record', 'a command of `pnpm mock`'],
  ['oidc-admin', 'the command line itself, which reads variables that begin with OIDC_ADMIN_'],
]);

/** The words of a name, however it is written: `identity_providers`, `IdentityProviders`, `identity-providers`. */
export function wordsInName(name: string): readonly string[] {
  return name
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, ' ')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

/** Written like `identityProvider`. */
export function camelName(words: readonly string[]): string {
  const joined = words
    .map((word, index) => (index === 0 ? word : word.replace(/^./, (first) => first.toUpperCase())))
    .join('');
  return /^[a-z]/.test(joined) ? joined : `the${joined}`;
}

/** One of what a plural names, as English mostly has it. */
export function singular(word: string): string {
  if (/(?:ss|us|is|news|settings|status)$/.test(word)) return word;
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(?:ches|shes|sses|xes|zes)$/.test(word)) return word.slice(0, -2);
  return word.endsWith('s') ? word.slice(0, -1) : word;
}

/** The id of a row of facts: `GITLAB-STATUS-404`. */
export function rowId(...names: readonly string[]): string {
  return names
    .flatMap(wordsInName)
    .map((word) => word.toUpperCase())
    .join('-');
}
