import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { demonstration, type ApiName } from '@oidc-admin/conformance/testing';

const folder = fileURLToPath(new URL('../../../reference-servers/', import.meta.url));

/** The languages of the servers, and how one is started; `built` is a folder for what is compiled. */
const languages = {
  python: (api: ApiName) => [
    'python3',
    '-B',
    `${folder}python/${api.replaceAll('-', '_')}_server.py`,
  ],
  go: (api: ApiName, built: string) => [`${built}/${api}`],
  ruby: (api: ApiName) => ['ruby', `${folder}ruby/server.rb`, api],
} as const;

export type Language = keyof typeof languages;
export const everyLanguage = Object.keys(languages) as readonly Language[];
/** Those that are run where none is named: they draw what the facts leave open, and their languages are needed elsewhere too. */
export const usualLanguages: readonly Language[] = ['python', 'go'];

/** The languages to run: the one that was named, or the usual ones. Throws for a name that is not known. */
export function chosenLanguages(name: string | undefined): readonly Language[] {
  if (name === undefined) return usualLanguages;
  const chosen = everyLanguage.filter((one) => one === name);
  if (chosen.length === 0)
    throw new Error(`'${name}' is unknown; known are ${everyLanguage.join(', ')}`);
  return chosen;
}

/** A realistic fault that a plain server can be told to have. */
export interface PlainFault {
  readonly id: string;
  readonly what: string;
  /** Part of the id of the clause that has to name it; any where left out or empty. */
  readonly clause?: string;
  /** Why no clause can name it. */
  readonly unseen?: string;
}

/** The faults that the servers in a language can be told to have, as their authors tell them. */
export async function plainFaults(
  language: Language,
  api: ApiName,
  built: string,
): Promise<readonly PlainFault[]> {
  const [program = '', ...first] = languages[language](api, built);
  const { stdout } = await promisify(execFile)(program, [...first, '--list-faults']);
  if (language === 'python') return JSON.parse(stdout) as readonly PlainFault[];
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.split('\t'))
    .flatMap(([id = '', of, _authority, what = '']) => (of === api ? [{ id, what }] : []));
}

/** Compiles the servers that need it into a folder. */
export async function buildPlainServers(built: string): Promise<void> {
  const build = ['build', '-o', `${built}/`, './cmd/...'];
  await promisify(execFile)('go', build, { cwd: `${folder}go`, timeout: 180_000 });
}

export interface PlainServerOptions {
  readonly language: Language;
  readonly api: ApiName;
  readonly built: string;
  /** Draws what the server does wherever the facts leave it open, in a usual language; the usual branches where left out. */
  readonly seed?: number;
  /** Whether it also draws what is no more than tolerated. */
  readonly loose?: boolean;
  /** Other flags of the server. */
  readonly flags?: readonly string[];
}

/** A server in a process of its own, which ends with this one. */
interface RunningPlainServer {
  readonly origin: string;
  [Symbol.asyncDispose](): Promise<void>;
}

type Flag = readonly [name: string, value: string];

/** Who is let in, and what is there: the flags for it, by the variables that the demonstration sets. */
const accessFlags: Readonly<Record<string, (of: (name: string) => string) => readonly Flag[]>> = {
  pvwa: (of) => [
    ['--user', `${of('PVWA_USERNAME')}:${of('PVWA_PASSWORD')}:admin`],
    ['--user', `${of('PVWA_AUDITOR_USERNAME')}:${of('PVWA_AUDITOR_PASSWORD')}:plain`],
  ],
  wickr: (of) => [
    ['--key', `${of('AWS_ACCESS_KEY_ID')}:${of('AWS_SECRET_ACCESS_KEY')}`],
    ['--key', `${of('WICKR_OTHER_ACCESS_KEY_ID')}:${of('WICKR_OTHER_SECRET_ACCESS_KEY')}:none`],
    ['--network', of('WICKR_NETWORK_ID')],
    ['--network', of('WICKR_OTHER_NETWORK_ID')],
    ['--company-prefix', `${of('AWS_REGION')}-`],
  ],
  'cloudflare-access': (of) => [
    ['--token', of('CLOUDFLARE_ACCESS_TOKEN')],
    ['--account', of('CLOUDFLARE_ACCESS_ACCOUNT_ID')],
    ['--account', of('CLOUDFLARE_ACCESS_OTHER_ACCOUNT_ID')],
  ],
  nexus: (of) => [['--user', `${of('NEXUS_USERNAME')}:${of('NEXUS_PASSWORD')}:admin`]],
  gitlab: (of) => [
    ['--key', of('GITLAB_API_KEY')],
    ['--project', of('GITLAB_PROJECT_ID')],
    ['--project', of('GITLAB_OTHER_PROJECT_ID')],
  ],
};

async function flagsFor(api: ApiName): Promise<readonly string[]> {
  const { environment } = await demonstration(api);
  return (accessFlags[api]?.((name) => environment[name] ?? '') ?? []).flat();
}

/** Starts a server on 127.0.0.1 and a free port. Rejects where it ends in place of listening. */
export async function startPlainServer(options: PlainServerOptions): Promise<RunningPlainServer> {
  const { language, api, built, seed, loose = false, flags = [] } = options;
  const [program = '', ...first] = languages[language](api, built);
  const draws = usualLanguages.includes(language);
  const drawn = seed === undefined || !draws ? [] : ['--seed', String(seed)];
  const chosen = [...drawn, ...(loose && draws ? ['--loose'] : []), ...flags];
  const child = spawn(
    program,
    [...first, '--port', '0', '--until-stdin-ends', ...chosen, ...(await flagsFor(api))],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const origin = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const url = /^listening on (http:\S+)/.exec(line)?.[1];
      if (url !== undefined) resolve(new URL(url).origin);
    });
    child.once('exit', () =>
      reject(new Error(`${language} ${api}, ${chosen.join(' ')}, ended at once`)),
    );
    child.once('error', reject);
  });
  return {
    origin,
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}
