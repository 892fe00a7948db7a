import { UsageError } from '@oidc-admin/client/terminal';
import { targetUrl, wayTo, type Environment, type RunTarget } from '@oidc-admin/conformance';
import { apiEntry, contractNamed, documentHash, newMock, type EmbeddedMock } from './apiEntry.ts';
import type { RunArguments, WantedTarget } from './conformanceCommand.ts';
import type { OpenedStack } from './openedStack.ts';

/** A target that can be reached, and what was wanted of it. */
export interface OpenedTarget extends RunTarget {
  readonly wanted: WantedTarget;
}

/** Sessions of an embedded mock end so soon that their end can be waited for. */
const embeddedTimeoutSeconds = 2;

/** What the environment says of every target, embedded mocks too. */
export const common = [{ name: 'CONFORMANCE_ISSUER', purpose: 'which issuer is sent' }];

/** A name for each target: its own, or its API's, numbered where there are several of one API. */
export function targetNames(wanted: readonly WantedTarget[]): string[] {
  return wanted.map(({ api, settings }, index) => {
    if (settings?.name !== undefined) return settings.name;
    const same = wanted.filter((target) => target.api === api);
    const place = wanted.slice(0, index).filter((target) => target.api === api).length;
    return same.length === 1 ? api : `${api}-${place + 1}`;
  });
}

/** Those faults that a mock has. */
function ownFaults(mock: EmbeddedMock, faults: readonly string[]): string[] {
  const known = new Set(mock.faults.list().map(({ name }) => name));
  return faults.filter((fault) => known.has(fault));
}

async function openEmbedded(
  api: string,
  name: string,
  { faults: wanted }: Pick<RunArguments, 'faults'>,
  environment: Environment,
  stack: OpenedStack,
): Promise<RunTarget> {
  const mock = await newMock(api, { sessionTimeoutSeconds: embeddedTimeoutSeconds });
  const faults = ownFaults(mock, wanted);
  for (const fault of faults) mock.faults.on(fault);
  const { url } = stack.use(await mock.start());
  const given = common.map(({ name: variable }) => [variable, environment[variable]] as const);
  return {
    name,
    url,
    contract: await contractNamed(api),
    access: await apiEntry(api).access(),
    // Nothing that lets people in at a real server is sent to a mock.
    environment: { ...Object.fromEntries(given), ...mock.demo.environment },
    existing: mock.demo.existing,
    embedded: { faults },
  };
}

/** The environment in which the usual variables hold what those hold that a file names. */
function renamed(
  environment: Environment,
  variables: Readonly<Record<string, string>>,
  file: string,
): Environment {
  const unset = Object.entries(variables).filter(([, name]) => !environment[name]);
  if (unset.length > 0)
    throw new UsageError(
      `--target-file ${file}: set ${unset.map(([usual, name]) => `${name} (its ${usual})`).join(', ')}`,
    );
  const given = Object.entries(variables).map(([usual, name]) => [usual, environment[name]]);
  return { ...environment, ...Object.fromEntries(given) };
}

async function openOne(
  { api, url, settings, file }: WantedTarget,
  name: string,
  options: RunArguments,
  environment: Environment,
  stack: OpenedStack,
): Promise<RunTarget> {
  if (url === undefined) return openEmbedded(api, name, options, environment, stack);
  const contract = await contractNamed(api);
  const target = targetUrl(url, contract.basePath);
  const way = wayTo(target, options, environment);
  return {
    name,
    url: target,
    ...way,
    contract,
    access: await apiEntry(api).access(),
    environment: renamed(way.environment, settings?.variables ?? {}, file ?? ''),
  };
}

/** Refuses a fault that no embedded mock of the run has. */
export async function checkFaults({ faults, targets }: RunArguments): Promise<void> {
  if (faults.length === 0) return;
  const embedded = targets.filter(({ url }) => url === undefined);
  const mocks = await Promise.all(embedded.map(({ api }) => newMock(api)));
  const known = mocks.flatMap((mock) => ownFaults(mock, faults));
  const unknown = faults.find((fault) => !known.includes(fault));
  if (unknown !== undefined)
    throw new UsageError(`--fault ${unknown}: no embedded mock has it; --list-faults prints all`);
}

/** The targets of a run; starts the API's own mock where no URL is given, which ends with the stack. */
export async function openTargets(
  options: RunArguments,
  environment: Environment,
  stack: OpenedStack,
): Promise<OpenedTarget[]> {
  const names = targetNames(options.targets);
  const targets: OpenedTarget[] = [];
  for (const [index, wanted] of options.targets.entries())
    targets.push({
      ...(await openOne(wanted, names[index] ?? wanted.api, options, environment, stack)),
      specificationHash: documentHash(wanted.api),
      wanted,
    });
  return targets;
}
