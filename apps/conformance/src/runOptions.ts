import { ownersOf, type RunOptions, type RunTarget } from '@oidc-admin/conformance';
import type { RunArguments } from './conformanceCommand.ts';

/** What the runner gets to know about one target: mocks that were started for the run are checked at the highest level. */
export function runOptions({ embedded, contract }: RunTarget, options: RunArguments): RunOptions {
  return {
    ...options,
    // What the mocks do is what we read: nothing that they do otherwise is a matter of taste.
    strict: embedded !== undefined || options.strict === true,
    level: options.level ?? (embedded === undefined ? 'default' : 'disposable'),
    // Of several targets each is asked for what its API has.
    only: options.only.filter((owner) => ownersOf(contract).includes(owner)),
  };
}
