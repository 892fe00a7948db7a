import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type CommandSetting, inProcess } from './inProcess.ts';

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs commands against a mock, with a state folder of their own; `state` is where they keep what can be undone. */
export function commandRunner(environment: Readonly<Record<string, string>>) {
  const state = emptyFolder();
  const run = (line: string, setting: CommandSetting = {}) =>
    inProcess(line.split(' '), {
      ...setting,
      environment: { ...environment, XDG_STATE_HOME: state, ...setting.environment },
    });
  return { run, state: join(state, 'oidc-admin/undo') };
}
