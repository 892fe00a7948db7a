import { createServer } from 'node:http';
import { chromium } from 'playwright-core';
import { build } from 'vite';

/** A page in Chromium that runs one bundled module. */
export interface BrowserPage extends AsyncDisposable {
  /** Calls what the module put at `globalThis.run`. */
  run(settings: unknown): Promise<unknown>;
  /** Whatever the page wrote to its console or threw. */
  readonly troubles: readonly string[];
}

/** Bundles a module as an application for browsers would; one file, nothing left out. */
async function bundle(entry: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      target: 'es2022',
      lib: { entry, formats: ['es'], fileName: 'page' },
      rolldownOptions: { output: { codeSplitting: false } },
    },
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const [one] = Array.isArray(built) ? built : [built];
  const output = one !== undefined && 'output' in one ? one.output : [];
  const [chunk] = output;
  if (chunk?.type !== 'chunk' || output.length !== 1) throw new Error('One chunk was due');
  // What is left to Node would fail only when it is called.
  if (/\bfrom ["']node:|__vite-browser-external/.test(chunk.code))
    throw new Error("The bundle asks for one of Node's modules");
  return chunk.code;
}

/** Opens a page that holds the module. Debian's Chromium is used; CHROMIUM may name another one. */
export async function inChromium(entry: string): Promise<BrowserPage> {
  const code = await bundle(entry);
  const server = createServer((request, response) => {
    const isCode = request.url === '/page.js';
    response.setHeader('content-type', isCode ? 'text/javascript' : 'text/html');
    response.end(isCode ? code : '<!doctype html><script type="module" src="/page.js"></script>');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Not listening on a port');
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking', '--no-first-run'],
  });
  const page = await browser.newPage();
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(error.message));
  await page.goto(`http://127.0.0.1:${address.port}/`);
  await page.waitForFunction('typeof globalThis.run === "function"', undefined, {
    timeout: 10_000,
  });
  return {
    troubles,
    run: (settings) =>
      page.evaluate(
        (given) => (globalThis as unknown as { run(given: unknown): unknown }).run(given),
        settings,
      ),
    [Symbol.asyncDispose]: async () => {
      await browser.close();
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
