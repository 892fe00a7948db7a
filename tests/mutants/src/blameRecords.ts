import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Blame } from './blameServer.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const sources = ['packages/*/src/**/*.ts', 'specs/**/*.yaml', 'tests/mutants/src/**/*.ts'];

/** What was counted so far, as it comes: a count takes long, and what was counted before it is stopped is not lost. */
export interface BlameRecords {
  readonly before: readonly Blame[];
  add(blame: Blame): void;
}

/** One text for the same sources: what was counted with others says nothing of these. */
function sourcesHash(): string {
  const hash = createHash('sha256');
  for (const path of globSync(sources, { cwd: root }).toSorted())
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(`${root}${path}`))
      .update('\0');
  return hash.digest('hex');
}

/** The lines that are whole; the last one of a count that was killed may not be. */
function wholeLines(path: string): readonly string[] {
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : [];
}

/**
 * Opens the records of a count: new ones, or with `goOn` those that are there. Throws where these are of other sources; they stay
 * as they are then.
 */
export function openBlameRecords(path: string, goOn: boolean): BlameRecords {
  const head = JSON.stringify({ sources: sourcesHash() });
  const [known, ...lines] = goOn ? wholeLines(path) : [];
  if (known !== undefined && known !== head)
    throw new Error(`${path} was counted with other sources: leave --go-on out to count anew`);
  mkdirSync(dirname(path), { recursive: true });
  // As a whole or not at all: who is stopped here loses nothing.
  writeFileSync(`${path}.part`, [head, ...lines, ''].join('\n'));
  renameSync(`${path}.part`, path);
  return {
    before: lines.map((line) => JSON.parse(line) as Blame),
    add: (blame) => appendFileSync(path, `${JSON.stringify(blame)}\n`),
  };
}
