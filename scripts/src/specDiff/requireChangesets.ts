import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SpecDiffError } from './runOasdiff.ts';
import { changesSince } from './specDiff.ts';

/** Changes with each version, and only then. */
const changelog = 'apps/cli/CHANGELOG.md';

/**
 * What changed in the specifications since the last version, as lines for people. Throws a `SpecDiffError` that names each API
 * whose callers it breaks while no changeset says so: one that lists a package of the API as more than a patch.
 */
export function requireChangesets(
  root: string,
  compare: Parameters<typeof changesSince>[2],
): readonly string[] {
  const last = execFileSync('git', ['log', '-1', '--format=%H', '--', changelog], {
    cwd: root,
    encoding: 'utf8',
  }).trim();
  if (last === '') throw new SpecDiffError(`no commit has ${changelog}: there is no version yet`);
  const changes = changesSince(root, last, compare);
  const announced = globSync('.changeset/*.md', { cwd: root }).flatMap((path) =>
    bumpedIn(readFileSync(join(root, path), 'utf8')),
  );
  const silent = changes.filter(
    ({ api, isBreaking }) =>
      isBreaking && !announced.some((name) => name.startsWith(`@oidc-admin/${api}-`)),
  );
  if (silent.length > 0)
    throw new SpecDiffError(
      [
        ...silent.flatMap(({ lines }) => lines),
        ...silent.map(
          ({ api }) =>
            `${api}: this breaks callers, and no changeset says so. Run \`pnpm changeset\`, choose @oidc-admin/${api}-client and at least minor`,
        ),
      ].join('\n'),
    );
  return [
    `Since ${last.slice(0, 10)}, the last version, no change that breaks is without a changeset.`,
  ];
}

/** The packages that a changeset lists as minor or major. */
function bumpedIn(text: string): readonly string[] {
  const [, head = ''] = /^---\n(.*?)\n---/s.exec(text) ?? [];
  return [...head.matchAll(/^['"]?([^'":]+)['"]?: *(?:minor|major)$/gm)].flatMap(
    ([, name]) => name ?? [],
  );
}
