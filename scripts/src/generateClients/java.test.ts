import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { requireJava } from './java.ts';

test('without Java, it is said what to install', async () => {
  const empty = mkdtempSync(join(tmpdir(), 'no-java-'));
  vi.stubEnv('PATH', empty);
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(empty, { recursive: true });
  });
  await expect(requireJava()).rejects.toThrow(
    /no Java 11 or later here[^]*apt-get install default-jre-headless/,
  );
});
