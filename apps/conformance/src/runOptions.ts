import { selectsAny, type RunOptions } from '@oidc-admin/conformance';
import type { RunArguments } from './conformanceCommand.ts';
import type { OpenedTarget } from './openTargets.ts';

/** Those of the resources that are given on the command line that an API has; a file's own where none is. */
function existingAt(
  { contract, wanted }: OpenedTarget,
  { existing = {} }: RunArguments,
): Pick<RunOptions, 'existing'> {
  const names = new Set(contract.resources.map(({ name }) => name));
  const own = Object.entries(existing).filter(([name]) => names.has(name));
  const all = { ...wanted.settings?.existing, ...Object.fromEntries(own) };
  return Object.keys(all).length === 0 ? {} : { existing: all };
}

/** Words that name the target, and the way to it, again; its URL suffices where nothing else is known of it. */
function replayWords(
  { wanted }: OpenedTarget,
  { proxy, caFile }: RunArguments,
  existing: RunOptions['existing'] = {},
): Pick<RunOptions, 'replayWords'> {
  // A proxy with a password was refused.
  const way = [
    ...(proxy === undefined ? [] : ['--proxy', proxy]),
    ...(caFile === undefined ? [] : ['--ca-file', caFile]),
  ];
  const flags = Object.entries(existing).flatMap(([name, keys]) =>
    keys.flatMap((key) => ['--existing', `${name}=${key}`]),
  );
  if (wanted.file !== undefined) return { replayWords: ['--target-file', wanted.file, ...way] };
  const more = [...flags, ...way];
  if (more.length === 0 || wanted.url === undefined) return {};
  return { replayWords: [wanted.api, '--target', wanted.url, ...more] };
}

/**
 * What the runner gets to know about one target: what its file says, unless a flag says otherwise. Mocks that were started
 * for the run are checked at the highest level.
 */
export function runOptions(target: OpenedTarget, options: RunArguments): RunOptions {
  const { embedded, contract, wanted } = target;
  const { existing: _given, ...flags } = options;
  const settings = wanted.settings ?? {};
  const existing = existingAt(target, options);
  return {
    ...settings,
    ...flags,
    ...existing,
    ...replayWords(target, options, existing.existing),
    // What the mocks do is what we read: nothing that they do otherwise is a matter of taste.
    strict: embedded !== undefined || (options.strict ?? settings.strict) === true,
    level: options.level ?? settings.level ?? (embedded === undefined ? 'default' : 'disposable'),
    // Of several targets each is asked for what its API has.
    only: options.only.filter((pattern) => selectsAny(contract, pattern)),
  };
}
