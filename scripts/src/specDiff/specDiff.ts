import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Contract, contractOf } from '@oidc-admin/contract';
import { readSourceText } from '../generate/sourceText.ts';
import { apisOf } from '../generate/specification.ts';
import { compareContracts, type NameChanges } from './compareContracts.ts';
import { changedKeys, changedTexts, plainCopy } from './plainCopy.ts';
import { SpecDiffError } from './runOasdiff.ts';
import { type OasChange, sortChanges, type SortedChange } from './sortChanges.ts';

/** More names than this are counted, not listed. */
const mostNames = 20;

type Compare = (before: unknown, after: unknown) => readonly OasChange[];

/** What changed in the specification of one API. */
interface ApiChange {
  readonly api: string;
  /** Whether it breaks somebody who uses the API. */
  readonly isBreaking: boolean;
  /** For people. */
  readonly lines: readonly string[];
}

/** What the specifications mean now that they did not mean in a revision, as lines for people. */
export function specDiff(root: string, revision: string, compare: Compare): readonly string[] {
  const lines = changesSince(root, revision, compare).flatMap((change) => change.lines);
  return lines.length > 0 ? lines : [`The specifications mean what they meant in ${revision}.`];
}

/** The APIs whose specification is not what it was in a revision. */
export function changesSince(
  root: string,
  revision: string,
  compare: Compare,
): readonly ApiChange[] {
  if (!isRevision(root, revision))
    throw new SpecDiffError(`there is no revision '${revision}' in this repository`);
  const before = apisIn(root, revision);
  return [...new Set([...before, ...apisOf(root)])].flatMap(
    (api) => changeOf(root, api, revision, compare) ?? [],
  );
}

function isRevision(root: string, revision: string): boolean {
  try {
    const verify = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
    execFileSync('git', verify, { cwd: root, stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function apisIn(root: string, revision: string): readonly string[] {
  return git(root, ['ls-tree', '-r', '--name-only', revision, 'specs/'])
    .split('\n')
    .flatMap((path) => /^specs\/([^/]+)\/openapi\.yaml$/.exec(path)?.[1] ?? []);
}

function git(root: string, args: readonly string[]): string {
  return execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
}

function changeOf(
  root: string,
  api: string,
  revision: string,
  compare: Compare,
): ApiChange | undefined {
  const file = `specs/${api}/openapi.yaml`;
  const now = existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : undefined;
  const known = git(root, ['ls-tree', '--name-only', revision, file]) !== '';
  const old = known ? git(root, ['show', `${revision}:${file}`]) : undefined;
  if (old === now) return undefined;
  if (old === undefined) {
    const lines = [`${api}: a new API, so that everything is additive`];
    return { api, isBreaking: false, lines };
  }
  if (now === undefined) {
    const lines = [`${api}: the API is gone, which breaks everybody who uses it`];
    return { api, isBreaking: true, lines };
  }
  const [first, second] = [old, now].map((text) => readSourceText(text).data);
  const [plainOld, plainNow] = [plainCopy(first), plainCopy(second)];
  const changes = sortChanges(compare(plainOld, plainNow));
  const texts = changedTexts(plainOld, plainNow);
  const keys = changedKeys(first, second);
  const [wasRead, isRead] = [contractIn(first), contractIn(second)];
  const named = wasRead && isRead && compareContracts(wasRead, isRead);
  const breaking = changes.filter(({ kind }) => kind === 'breaking');
  const additive = changes.filter(({ kind }) => kind === 'additive');
  const lines = [
    `${api}: ${breaking.length} breaking, ${additive.length} additive, ${texts.length} documentation`,
    ...chapter('breaking', breaking.map(lineOf)),
    ...chapter('additive', additive.map(lineOf)),
    ...chapter('documentation', texts),
    ...chapter('keys of this project (check, mock)', limited(keys)),
    ...(named === undefined
      ? [
          `  methods, flags and clauses are not compared: the document ${isRead ? 'of that revision' : 'as it is now'} is not understood${isRead ? '' : '; `pnpm generate` says why'}`,
        ]
      : Object.entries(named).flatMap(([what, found]) => chapter(what, namesOf(found)))),
  ];
  return { api, isBreaking: breaking.length > 0, lines };
}

/** Nothing of a document that is not understood any more or not yet. */
function contractIn(document: unknown): Contract | undefined {
  try {
    return contractOf(document);
  } catch {
    return undefined;
  }
}

function chapter(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`  ${title}`, ...lines.map((line) => `    ${line}`)];
}

function lineOf({ text, consumers }: SortedChange): string {
  return `${text} (${consumers.join(', ')})`;
}

function namesOf({ added, removed }: NameChanges): readonly string[] {
  return [
    ...limited(added.map((name) => `+ ${name}`)),
    ...limited(removed.map((name) => `- ${name}`)),
  ];
}

function limited(lines: readonly string[]): readonly string[] {
  const more = lines.length - mostNames;
  return more > 0 ? [...lines.slice(0, mostNames), `… and ${more} more`] : lines;
}
