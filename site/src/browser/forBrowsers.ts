import { join } from 'node:path';
import type { Plugin } from 'vite';

const here = import.meta.dirname;
const provided = join(here, 'nodeModules.ts');
const called = new Set(['node:crypto', 'node:util', 'node:querystring']);

/** What the list of APIs can load, and this page does not. */
const unused =
  /^@oidc-admin\/.+\/(?:faults|settings|command-line)$|\/prismPath\.ts$|\/verifyWithout\.ts$/;

/** Lets the mocks run in a browser: Node's modules that they call there have a small form, and what they never call is left out. */
export const forBrowsers: Plugin = {
  name: 'for-browsers',
  enforce: 'pre',
  resolveId(id) {
    if (called.has(id)) return provided;
    return unused.test(id) ? join(here, 'none.ts') : undefined;
  },
  transform: (code, id) =>
    /\/packages\/[^/]+\/src\/[^?]*\.ts$/.test(id) && /\bBuffer\b/.test(code)
      ? `import { Buffer } from ${JSON.stringify(provided)};\n${code}`
      : undefined,
};
