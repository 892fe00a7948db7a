import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pointerSteps } from '@oidc-admin/contract';
import { generate } from '../generate/generate.ts';
import { SpecificationError } from '../generate/specificationError.ts';
import type { DescribedApi } from './describeApi.ts';
import { describeLinted } from './describeLinted.ts';
import { checkOthers, holdWorkspace } from './holdWorkspace.ts';
import { install } from './install.ts';
import { foldersOf, removeFiles } from './leave.ts';
import { otherCommands } from './names.ts';
import { NewApiError } from './newApiError.ts';
import { objectOf, type Path, plainText } from './openApi.ts';
import { packageFiles, users, withApi } from './packageFiles.ts';
import { placeBefore } from './parameterPlaces.ts';
import { type ForeignDocument, readForeignDocument } from './readForeignDocument.ts';
import { writtenDocument } from './writtenDocument.ts';

/** What `pnpm new-api` was asked for. */
interface JoinOptions {
  readonly api: string;
  /** The file with the OpenAPI document. */
  readonly from: string;
  readonly isDry: boolean;
  /** Leaves the files where a later step fails. */
  readonly keep: boolean;
  /** Runs the conformance checks and the mutants at the end. */
  readonly checks: boolean;
}

/** Lets an API join. Answers the exit code of the command; throws a `NewApiError` where it cannot join. */
export async function joinApi(
  root: string,
  options: JoinOptions,
  tell: (line: string) => void,
): Promise<number> {
  const { api, from } = options;
  checkName(root, api);
  const foreign = readForeignDocument(from);
  const described = await describeLinted(foreign.data, api);
  for (const { path, text } of foreign.guesses) described.remarks.guess(path, text);
  tellRemarks(described, foreign, from, tell);
  if (described.problems.length > 0)
    throw new NewApiError(
      `${from} cannot join yet; nothing was written:\n${described.problems
        .map(
          ({ pointer, reason }) =>
            `  ${from}:${lineIn(foreign, described, placeBefore(described.document, pointerSteps(pointer)))}: ${reason} at ${pointer}`,
        )
        .join('\n')}`,
      1,
    );
  const files = filesOf(api, foreign, described);
  if (options.isDry) {
    for (const path of files.keys()) tell(`would write ${path}`);
    return 0;
  }
  await checkOthers(root, api);
  await holdWorkspace(root, (stopped) => {
    // Another one may have taken the name meanwhile.
    checkName(root, api);
    return write(root, options, files, tell, stopped);
  });
  tell(`${api} has joined${options.checks ? '; now its mock is checked' : ''}`);
  if (!options.checks) return 0;
  const passes = await runs(root, ['apps/conformance/src/main.ts', api, '--strict']);
  const isFound = await runs(root, ['tests/mutants/src/runApi.ts', api]);
  return passes && isFound ? 0 : 3;
}

/** Writes the files, installs and generates; takes everything back where that fails. */
async function write(
  root: string,
  { api, keep }: JoinOptions,
  files: ReadonlyMap<string, string>,
  tell: (line: string) => void,
  stopped: () => string | undefined,
): Promise<void> {
  const goOn = (): void => {
    if (stopped() !== undefined) throw new Error(stopped());
  };
  try {
    for (const [path, text] of files) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
      tell(`wrote ${path}`);
    }
    for (const folder of Object.keys(users)) {
      const path = join(root, folder, 'package.json');
      writeFileSync(path, withApi(readFileSync(path, 'utf8'), folder, api, true));
    }
    goOn();
    install(root);
    goOn();
    await generate(root);
    goOn();
  } catch (error) {
    if (!keep) tell('taking back what was written');
    const what = keep ? '--keep left the files' : await takeBack(root, api);
    // What a signal ends fails in its own way; nobody asks for that.
    const why = stopped() === undefined ? reasonOf(error) : `stopped by ${stopped()}`;
    throw new NewApiError(`${api} could not join; ${what}:\n${why}`, 1);
  }
}

/** Takes back what was written; answers in words how that went. */
async function takeBack(root: string, api: string): Promise<string> {
  try {
    removeFiles(root, api);
    install(root);
    await generate(root);
    return 'everything was taken back';
  } catch (error) {
    return `taking it back failed too (${reasonOf(error)}), so look at \`git status\``;
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof SpecificationError ? error.message : (error.stack ?? error.message);
}

/** What packages leave where git has taken all else away. */
const leftovers = ['node_modules', '.turbo', 'dist'];

function holdsSomething(folder: string): boolean {
  if (!existsSync(folder)) return false;
  return readdirSync(folder).some((name) => !leftovers.includes(name));
}

function checkName(root: string, api: string): void {
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(api))
    throw new NewApiError(
      `'${api}' is no name: small letters, digits and single hyphens, with a letter first; nothing was written`,
    );
  const meant = otherCommands.get(api);
  if (meant !== undefined)
    throw new NewApiError(`'${api}' is ${meant}; take another name; nothing was written`);
  const taken = foldersOf(api).find((folder) => holdsSomething(join(root, folder)));
  if (taken !== undefined)
    throw new NewApiError(`'${api}' is taken: there is ${taken}; nothing was written`);
}

function filesOf(
  api: string,
  foreign: ForeignDocument,
  described: DescribedApi,
): ReadonlyMap<string, string> {
  const title = plainText(objectOf(described.document['info'])['title']);
  return new Map([
    [`specs/${api}/openapi.yaml`, writtenDocument(foreign, described)],
    [`specs/${api}/FACTS.md`, described.facts],
    ...packageFiles(api, title),
  ]);
}

/** The line in the file of something in the copy. */
function lineIn(foreign: ForeignDocument, { routes }: DescribedApi, path: Path): number {
  const [first, route = '', ...rest] = path;
  return first === 'paths'
    ? foreign.lineOf([first, routes.get(route) ?? route, ...rest])
    : foreign.lineOf(path);
}

function tellRemarks(
  described: DescribedApi,
  foreign: ForeignDocument,
  from: string,
  tell: (line: string) => void,
): void {
  const { remarks, inferred } = described;
  for (const { name, parents, key, actions } of inferred.resources)
    tell(
      `${name}: ${actions.map(({ operation, does }) => `${does} (${operation.method.toUpperCase()} ${operation.route})`).join(', ')}${key === undefined ? '' : `; key ${key.property}`}${parents.length === 0 ? '' : `; below ${parents.join(', ')}`}`,
    );
  const said = (kind: string): void => {
    const all = remarks.all.filter((remark) => remark.kind === kind);
    tell(`${all.length} ${kind === 'guess' ? 'guesses' : 'questions'}`);
    for (const { path, text } of all)
      tell(`  ${from}:${lineIn(foreign, described, path)}: ${text}`);
  };
  said('guess');
  said('question');
}

/** Runs one of our programs and shows what it says; whether it ended well. */
async function runs(root: string, args: readonly string[]): Promise<boolean> {
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
  const [code] = (await once(child, 'close')) as [number | null];
  return code === 0;
}
