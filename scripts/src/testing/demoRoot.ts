import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const original = readFileSync(join(import.meta.dirname, 'demo.openapi.yaml'), 'utf8');

/** Every row that the specification cites. */
const facts = [...new Set(original.match(/\bDEMO-[A-Z]+/g))]
  .map((id) => `| ${id} | Something. | documented | vendor's page | yes |\n`)
  .join('');

/** A folder of its own for one test, laid out like the repository, with one small specification in it. */
export interface DemoRoot extends Disposable {
  readonly root: string;
  /** Replaces a text in the specification; answers the number of its first changed line. */
  edit(from: string, to: string): number;
  read(path: string): string;
  write(path: string, text: string): void;
}

export function demoRoot(): DemoRoot {
  const root = mkdtempSync(join(tmpdir(), 'generate-'));
  const file = 'specs/demo/openapi.yaml';
  const read = (path: string): string => readFileSync(join(root, path), 'utf8');
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write(file, original);
  write('specs/demo/FACTS.md', facts);
  return {
    root,
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
    read,
    write,
    edit: (from, to) => {
      const text = read(file);
      if (!text.includes(from)) throw new Error(`The specification has no '${from}'`);
      write(file, text.replace(from, to));
      return text.slice(0, text.indexOf(from)).split('\n').length;
    },
  };
}
