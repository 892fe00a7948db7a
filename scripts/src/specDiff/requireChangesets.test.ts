import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { type DemoRoot, demoRoot } from '../testing/demoRoot.ts';
import { requireChangesets } from './requireChangesets.ts';
import type { OasChange } from './sortChanges.ts';

const shorter: OasChange = { id: 'request-max-length', text: 'shorter', level: 3 };
const longer: OasChange = { ...shorter, text: 'longer', level: 1 };

function commit(demo: DemoRoot): void {
  for (const args of [
    ['init', '--quiet'],
    ['add', '--all'],
    ['-c', 'user.name=test', '-c', 'user.email=test@localhost', 'commit', '-qm', 'x'],
  ])
    execFileSync('git', args, { cwd: demo.root, stdio: 'ignore' });
}

function versioned(): DemoRoot {
  const demo = demoRoot();
  demo.write('apps/cli/CHANGELOG.md', '## 0.1.0\n');
  commit(demo);
  return demo;
}

function tell(demo: DemoRoot, line: string): void {
  demo.write('.changeset/a-change.md', `---\n${line}\n---\n\nIt is so now.\n`);
}

test('a change that breaks callers is refused until a changeset of its API says so', () => {
  using demo = versioned();
  demo.edit('maxLength: 20', 'maxLength: 10');
  // Committed or not, it came after the last version.
  commit(demo);
  const required = (): readonly string[] => requireChangesets(demo.root, () => [shorter]);
  const refused = /shorter[^]*demo: this breaks callers, and no changeset says so/;
  expect(required).toThrow(refused);
  for (const line of ["'@oidc-admin/demo-client': patch", "'@oidc-admin/other-client': major"]) {
    tell(demo, line);
    expect(required).toThrow(refused);
  }
  for (const line of ["'@oidc-admin/demo-client': minor", '"@oidc-admin/demo-mock": major']) {
    tell(demo, line);
    expect(required()).toHaveLength(1);
  }
});

test('one that only adds needs none, and what a version has told needs none again', () => {
  using demo = versioned();
  demo.edit('maxLength: 20', 'maxLength: 30');
  expect(requireChangesets(demo.root, () => [longer])).toHaveLength(1);
  expect(() => requireChangesets(demo.root, () => [shorter])).toThrow(/no changeset says so/);
  demo.write('apps/cli/CHANGELOG.md', '## 0.2.0\n\n## 0.1.0\n');
  commit(demo);
  expect(requireChangesets(demo.root, () => [shorter])).toHaveLength(1);
});
