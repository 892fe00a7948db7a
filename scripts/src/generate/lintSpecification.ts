import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Mistake } from './specificationError.ts';

interface RedoclyReport {
  readonly problems: readonly {
    readonly ruleId: string;
    readonly message: string;
    readonly location: readonly {
      readonly source: { readonly ref: string };
      readonly pointer: string;
      readonly start: { readonly line: number; readonly col: number };
    }[];
  }[];
}

const program = (): string =>
  join(dirname(createRequire(import.meta.url).resolve('@redocly/cli/package.json')), 'bin/cli.js');
const config = join(import.meta.dirname, '../../redocly.yaml');

const run = (root: string, file: string): Promise<RedoclyReport> =>
  new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [program(), 'lint', '--format=json', '--max-problems=1000', `--config=${config}`, file],
      {
        cwd: root,
        // It asks for updates and sends statistics unless told not to.
        env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
        maxBuffer: 64 * 1024 * 1024,
        timeout: 60_000,
      },
      (error, stdout, stderr) => {
        // It exits with 1 where it found something; only the report tells that from a failure of its own.
        try {
          resolve(JSON.parse(stdout) as RedoclyReport);
        } catch {
          reject(new Error(`redocly lint failed: ${stderr || error?.message}`, { cause: error }));
        }
      },
    );
  });

/** Rules that a dangling reference makes other places break. */
const consequences: ReadonlySet<string> = new Set([
  'no-unused-components',
  'path-parameters-defined',
]);

/** Lints an OpenAPI document, its examples included. `file` is below `root`; warnings count as mistakes. */
export const lintSpecification = async (root: string, file: string): Promise<Mistake[]> => {
  const { problems } = await run(root, file);
  // What a wrong reference was meant for is then not used, or not there: one mistake, not three.
  const isDangling = problems.some(({ ruleId }) => ruleId === 'no-unresolved-refs');
  const own = problems.filter(({ ruleId }) => !isDangling || !consequences.has(ruleId));
  return own.map(({ ruleId, message, location: [place] }) => ({
    file: place?.source.ref ?? file,
    line: place?.start.line ?? 1,
    column: place?.start.col ?? 1,
    reason: `${message} at ${place?.pointer ?? '#/'} (${ruleId})`,
  }));
};
