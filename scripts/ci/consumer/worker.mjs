// Runs a bundle of the suite where only what the web's standards name is there, as in a worker: node worker.mjs BUNDLE.
import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';

const names =
  `AbortController AbortSignal Blob DOMException Event EventTarget FormData Headers ReadableStream Request Response
  TextDecoder TextEncoder TransformStream URL URLSearchParams WritableStream atob btoa clearTimeout console crypto fetch
  performance queueMicrotask setTimeout structuredClone`.split(/\s+/);
const worker = createContext(Object.fromEntries(names.map((name) => [name, globalThis[name]])));
worker.self = worker;
const left = runInContext('[typeof process, typeof require, typeof Buffer, typeof global]', worker);
if (left.some((type) => type !== 'undefined')) throw new Error(`Node is still there: ${left}`);
runInContext(`${readFileSync(process.argv[2], 'utf8')};self.bundle = bundle`, worker);
const settings = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => /^(PVWA|WICKR|AWS)_/.test(name)),
);
await worker.bundle.suite(settings);
// What only Node can do is refused, not left aside in silence.
for (const option of [{ ca: 'any' }, { proxy: 'http://127.0.0.1:9' }]) {
  const { PVWA_URL: url, PVWA_USERNAME: username, PVWA_PASSWORD: password } = settings;
  const pvwa = worker.bundle.createPvwaClient({ url, username, password, ...option });
  const { code } = await pvwa.listProviders().catch((error) => error);
  if (code !== 'ConfigurationError') throw new Error(`${JSON.stringify(option)}: ${code}`);
}
console.log('worker');
