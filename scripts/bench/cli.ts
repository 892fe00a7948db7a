import { execFile, execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { measure, type MeasuredCall } from './measure.ts';
import { startProgram } from './peers.ts';

/*
 * pnpm bench cli
 *
 * Milliseconds from the start of a command to its end: the packed command line beside `node -e 0`, and beside AWS's own where
 * Python can install it, all in one run. The server answers at once, from a process of its own.
 */
const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);

/** A row of the table, and what it should be at most. */
interface Row {
  readonly name: string;
  readonly command: readonly string[];
  /** How many times as long as node itself. */
  readonly most?: number;
}

function packed(): string {
  const cli = join(root, 'apps/cli');
  const bundler = join(cli, 'node_modules/rolldown/bin/cli.mjs');
  execFileSync(process.execPath, [bundler, '--config', 'rolldown.config.ts'], {
    cwd: cli,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return join(cli, 'dist/main.js');
}

/** AWS's command line of the version that `aws.txt` names; undefined where it cannot be installed. */
function awsCli(): string | undefined {
  const script =
    'source scripts/ci/parts/pythonEnvironment.sh && python_environment scripts/ci/python/aws.txt';
  try {
    const folder = execFileSync('bash', ['-c', script], { cwd: root, encoding: 'utf8' }).trim();
    return join(folder, 'bin/aws');
  } catch {
    return undefined;
  }
}

const server = await startProgram('fixedServer.ts');
const url = `http://127.0.0.1:${server.port}`;
const env = {
  PATH: dirname(process.execPath),
  AWS_REGION: 'us-east-1',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
  PYTHONDONTWRITEBYTECODE: '1',
  PVWA_URL: url,
  PVWA_TOKEN: 'dG9rZW4=',
};
const program = packed();
const node = process.execPath;
const read = ['wickr', 'get-oidc-info', '--network-id', '12345678', '--endpoint-url', url];
const baseName = 'node -e 0';
const ownRead = 'oidc-admin wickr get-oidc-info';
const aws = awsCli();
// The run of many targets belongs here too, as soon as the command line has it.
const rows: readonly Row[] = [
  { name: baseName, command: [node, '-e', '0'] },
  { name: 'oidc-admin --version', command: [node, program, '--version'], most: 1.5 },
  { name: 'oidc-admin --help', command: [node, program, '--help'], most: 1.5 },
  { name: ownRead, command: [node, program, ...read], most: 4 },
  { name: 'oidc-admin pvwa list-providers', command: [node, program, 'pvwa', 'list-providers'] },
  ...(aws === undefined ? [] : [{ name: 'aws wickr get-oidc-info', command: [aws, ...read] }]),
];

function called({ name, command: [file = '', ...args] }: Row): MeasuredCall {
  return { name, call: () => run(file, args, { env, timeout: 60_000 }) };
}

function line(name: string, ...cells: readonly string[]): string {
  return [name.padEnd(34), ...cells.map((cell) => cell.padStart(12))].join('');
}

try {
  const times = await measure(rows.map(called), 1, 1);
  const base = times.get(baseName) ?? Number.NaN;
  console.log(line('a command', 'ms', 'of node', 'aim'));
  for (const { name, most } of rows) {
    const time = times.get(name) ?? Number.NaN;
    const aim = most === undefined ? '' : `at most ${most}`;
    console.log(line(name, (time / 1000).toFixed(1), (time / base).toFixed(2), aim));
  }
  const awsTime = times.get('aws wickr get-oidc-info');
  console.log(
    awsTime === undefined
      ? 'aws: not run, as Python could not install it (see above)'
      : `oidc-admin reads ${(awsTime / (times.get(ownRead) ?? Number.NaN)).toFixed(1)} times as fast as aws (aim: at least 4)`,
  );
} finally {
  server.stop();
}
