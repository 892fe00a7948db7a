import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { stringify } from 'yaml';

/** Files for `plan` and `apply` in a folder that goes with the test: `write` answers the path of one, without spaces. */
export function planFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'plan-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  let number = 0;
  return {
    folder,
    write: (content: unknown): string => {
      const file = join(folder, `sso-${(number += 1)}.yaml`);
      writeFileSync(file, typeof content === 'string' ? content : stringify(content));
      return file;
    },
  };
}

/** A file of one target. */
export function oneTarget(api: string, resources: Readonly<Record<string, readonly object[]>>) {
  return { targets: [{ name: 'one', api, resources }] };
}
