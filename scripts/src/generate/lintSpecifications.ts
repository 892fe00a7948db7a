import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Mistake } from './specificationError.ts';

interface RedoclyProblem {
  readonly ruleId: string;
  readonly message: string;
  readonly location: readonly {
    readonly source: { readonly ref: string };
    readonly pointer: string;
    readonly start: { readonly line: number; readonly col: number };
  }[];
}

/** Rules that say that a name names nothing, or stands where none is read. */
const causes: ReadonlySet<string> = new Set(['no-unresolved-refs', 'security-defined', 'struct']);

/** Rules that one mistake makes several places break: the first of them is enough. */
const oncePerFile: ReadonlySet<string> = new Set(['no-undefined-server-variable']);

/** Rules that such a mistake makes other places break. */
const consequences: ReadonlySet<string> = new Set([
  'operation-2xx-response',
  'no-unused-components',
  'path-parameters-defined',
]);

/** In words for who never heard of the keyword behind it. */
const unevaluated = /must NOT have unevaluated properties (`[^`]+`)/;

const config = join(import.meta.dirname, '../../../redocly.yaml');

/** Rules that an example breaks where its schema is wrong. */
export const ofExamples: ReadonlySet<string> = new Set([
  'no-invalid-media-type-examples',
  'no-invalid-schema-examples',
  'no-invalid-parameter-examples',
]);

/** A mistake that the lint found, and the rule that it breaks. */
export interface LintMistake extends Mistake {
  readonly rule: string;
  readonly pointer: string;
  /** What is wrong, without the place and the rule. */
  readonly message: string;
}

/** Lints OpenAPI documents, their examples included. Files are below `root`; warnings count as mistakes. */
export async function lintSpecifications(
  root: string,
  files: readonly string[],
): Promise<LintMistake[]> {
  const problems = await runRedocly(root, files);
  const mistakes = problems.map(({ ruleId, message: given, location: [place] }): LintMistake => {
    const message = given.replace(unevaluated, 'the schema has no property $1');
    return {
      rule: ruleId,
      message: message.split('\n')[0] ?? message,
      pointer: place?.pointer.replace(/^#/, '').replace(/^\/$/, '') ?? '',
      file: place?.source.ref ?? files[0] ?? '',
      line: place?.start.line ?? 1,
      column: place?.start.col ?? 1,
      reason: `${message} at ${place?.pointer ?? '#/'} (${ruleId})`,
    };
  });
  // What a wrong reference or name was meant for is then not used, or not there: one mistake, not three.
  const dangling = new Set(mistakes.flatMap(({ rule, file }) => (causes.has(rule) ? [file] : [])));
  const isAgain = ({ rule, file }: LintMistake, index: number): boolean =>
    oncePerFile.has(rule) &&
    mistakes.findIndex((one) => one.rule === rule && one.file === file) < index;
  return mistakes.filter(
    (mistake, index) =>
      !isAgain(mistake, index) && (!dangling.has(mistake.file) || !consequences.has(mistake.rule)),
  );
}

function runRedocly(root: string, files: readonly string[]): Promise<RedoclyProblem[]> {
  const { resolve } = createRequire(import.meta.url);
  const program = join(dirname(resolve('@redocly/cli/package.json')), 'bin/cli.js');
  const args = ['lint', '--format=json', '--max-problems=1000', `--config=${config}`, ...files];
  return new Promise((done, fail) => {
    execFile(
      process.execPath,
      [program, ...args],
      {
        cwd: root,
        // It asks for updates and sends statistics unless it is switched off.
        env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
        maxBuffer: 64 * 1024 * 1024,
        // What this program computes meanwhile counts too: half a minute for 1,000 operations on a quiet machine.
        timeout: 600_000,
      },
      (error, stdout, stderr) => {
        // It exits with 1 where it found something; only the report tells that from a failure of its own.
        try {
          done(problemsIn(stdout));
        } catch {
          fail(
            new Error(
              `redocly lint failed: ${stderr || (error?.message ?? 'it wrote no report')}`,
              { cause: error },
            ),
          );
        }
      },
    );
  });
}

/** It prints one report for each file, one behind the other: a line `}{` is where the next begins. */
function problemsIn(stdout: string): RedoclyProblem[] {
  const reports = JSON.parse(`[${stdout.replaceAll(/^\}\{$/gm, '},{')}]`) as readonly {
    readonly problems: readonly RedoclyProblem[];
  }[];
  if (reports.length === 0) throw new Error('no report');
  return reports.flatMap(({ problems }) => problems);
}
