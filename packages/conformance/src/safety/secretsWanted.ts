import type { PreparedRun } from '../runner/prepareRun.ts';
import { originalSecrets, type SavedConfiguration } from './savedConfiguration.ts';

/** Why configurations must not be written: those of the variables with their original secrets that are not set. */
export function secretsWanted(
  target: PreparedRun,
  configured: readonly SavedConfiguration[],
): string | undefined {
  if (target.options.noOriginalSecret === true) return undefined;
  const missing = configured.flatMap((before) =>
    originalSecrets(target, target.environment, before)
      .filter(({ value }) => value === undefined)
      .map(({ variable }) => variable),
  );
  return missing.length === 0
    ? undefined
    : `a configuration is put back with its secret: set ${missing.join(', ')}, or say --no-original-secret`;
}
