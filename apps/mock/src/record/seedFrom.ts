import type { TrafficJudge } from '@oidc-admin/conformance';
import type { Contract, Mock } from '@oidc-admin/mock';
import type { MockSetting } from '@oidc-admin/mock/settings';

/** A seed that a mock takes, and what it does not take. */
interface RecordedSeed {
  readonly resources: ReturnType<Mock['state']['read']>['resources'];
  readonly count: number;
  /** The options that name the parents of what was recorded, and their values. */
  readonly parents: Readonly<Record<string, readonly string[]>>;
  /** Why each of the others is not in it, by its place; quotes no value. */
  readonly leftOut: readonly string[];
  /** The mock that has it. */
  readonly mock: Mock;
}

/** Makes a seed of what was recorded: each resource that a mock would take. A real server may hold what its own specification forbids. */
export function seedFrom(
  recorded: TrafficJudge['recorded'],
  { resources }: Contract,
  settings: readonly MockSetting[],
  create: (parents: Readonly<Record<string, readonly string[]>>) => Mock,
): RecordedSeed {
  const parents = Object.fromEntries(
    settings.flatMap(({ option, parent }) => {
      const found = resources
        .filter((resource) => parent !== undefined && resource.parent === parent)
        .flatMap(({ name }) => Object.keys(recorded[name] ?? {}));
      return found.length === 0 ? [] : [[option, [...new Set(found)]]];
    }),
  );
  const mock = create(parents);
  const leftOut: string[] = [];
  let count = 0;
  // Parents before what stands below them.
  const ordered = resources.toSorted(
    (one, other) =>
      Number(one.parentResource !== undefined) - Number(other.parentResource !== undefined),
  );
  for (const { name } of ordered)
    for (const [parent, entries] of Object.entries(recorded[name] ?? {}))
      for (const [key, saved] of Object.entries(entries))
        try {
          mock.state.seed({ resources: { [name]: { [parent]: { [key]: saved } } } });
          count += 1;
        } catch (error) {
          leftOut.push(...(error as Error).message.split('\n'));
        }
  return { resources: mock.state.read().resources, count, parents, leftOut, mock };
}
