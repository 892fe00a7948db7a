import { execFile, execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { measure, type MeasuredCall } from './measure.ts';
import { cached, startProgram } from './peers.ts';

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

const networks = 1000;

/** A file that says what the server answers of each network, so that a plan of it reads all and finds no difference. */
function fleetFile(): string {
  const own = { issuer: 'https://idp.example.net', companyId: 'us-east-1-a', scopes: 'openid' };
  const oidcConfig = Array.from({ length: networks }, (_, index) => ({
    networkId: String(10_000_000 + index),
    ...own,
  }));
  const targets = [{ name: 'fleet', api: 'wickr', resources: { oidcConfig } }];
  const file = cached('fleet.json');
  writeFileSync(file, JSON.stringify({ targets }));
  return file;
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
  WICKR_ENDPOINT: url,
  PVWA_URL: url,
  PVWA_TOKEN: 'dG9rZW4=',
};
const program = packed();
const node = process.execPath;
const read = ['wickr', 'get-oidc-info', '--network-id', '12345678', '--endpoint-url', url];
const baseName = 'node -e 0';
const ownRead = 'oidc-admin wickr get-oidc-info';
const aws = awsCli();
const fleetName = `oidc-admin plan, ${networks} networks`;
const fleet = ['plan', fleetFile(), '--rate', '1000000', '--concurrency', '16'];
const rows: readonly Row[] = [
  { name: baseName, command: [node, '-e', '0'] },
  { name: 'oidc-admin --version', command: [node, program, '--version'] },
  { name: 'oidc-admin --help', command: [node, program, '--help'], most: 1.5 },
  { name: ownRead, command: [node, program, ...read], most: 4 },
  { name: 'oidc-admin pvwa list-providers', command: [node, program, 'pvwa', 'list-providers'] },
  { name: fleetName, command: [node, program, ...fleet] },
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
  const faster = (time: number, name: string): string =>
    (time / (times.get(name) ?? Number.NaN)).toFixed(1);
  const awsTime = times.get('aws wickr get-oidc-info');
  console.log(
    awsTime === undefined
      ? 'aws: not run, as Python could not install it (see above)'
      : `oidc-admin reads ${faster(awsTime, ownRead)} times as fast as aws (aim: at least 4), ${networks} networks ${faster(awsTime * networks, fleetName)} times (aim: at least 100)`,
  );
} finally {
  server.stop();
}
