import { readFileSync } from 'node:fs';
import type { RunTool } from './runParameters.ts';

/** The version in this package's own package.json. */
function ownVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}

/** What runs here, for the report. */
export function runTool(command?: readonly string[]): RunTool {
  return {
    version: ownVersion(),
    node: process.version,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    ...(command !== undefined && { command }),
  };
}
