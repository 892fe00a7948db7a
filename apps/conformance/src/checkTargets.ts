import { UsageError } from '@oidc-admin/client/terminal';
import { checkSettings, WrongOption, type RunOptions } from '@oidc-admin/conformance';
import type { Contract } from '@oidc-admin/contract';
import type { RunArguments } from './conformanceCommand.ts';
import { targetNames } from './openTargets.ts';

function checkNamed(
  contract: Contract,
  settings: Pick<RunOptions, 'unsupported' | 'expected' | 'existing'>,
  where: (option: string) => string,
): void {
  try {
    checkSettings(contract, settings);
  } catch (error) {
    if (!(error instanceof WrongOption)) throw error;
    throw new UsageError(`${where(error.option)}: ${error.message}`, { cause: error });
  }
}

/** Throws a `UsageError` for what is said of the targets and means nothing in their specifications. */
export function checkTargets(
  { targets, existing = {} }: RunArguments,
  contracts: ReadonlyMap<string, Contract>,
): void {
  const names = targetNames(targets);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new UsageError(`two targets are called ${twice}: give each target file another name`);
  const own = [...new Set(targets.map(({ api }) => api))].flatMap(
    (api) => contracts.get(api) ?? [],
  );
  for (const { api, file = '', settings = {} } of targets) {
    const contract = contracts.get(api);
    if (contract !== undefined)
      checkNamed(contract, settings, (option) => `--target-file ${file}: ${option}`);
  }
  // A resource on the command line may be of any API of the run.
  const [first] = own;
  if (first === undefined) return;
  const resources = own.flatMap((contract) => contract.resources);
  checkNamed({ ...first, resources }, { existing }, (option) => `--${option}`);
}
