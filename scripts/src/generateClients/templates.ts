import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { java } from './java.ts';
import { changedTemplate, templateChanges } from './templateChanges.ts';

const ownTemplates = join(import.meta.dirname, 'templates');

/**
 * A folder with the templates that take the place of the generator's own: those in `templates/<language>`, and its own with
 * the changes of {@link templateChanges}. Undefined where a language has none.
 */
export async function templatesOf(
  language: string,
  jar: string,
  scratch: string,
): Promise<string | undefined> {
  const own = join(ownTemplates, language);
  const changes = templateChanges[language] ?? [];
  if (!existsSync(own) && changes.length === 0) return undefined;
  const folder = join(scratch, 'templates', language);
  mkdirSync(folder, { recursive: true });
  if (changes.length > 0) {
    const originals = join(scratch, 'originals', language);
    await java(['-jar', jar, 'author', 'template', '-g', language, '-o', originals], scratch);
    for (const file of new Set(changes.map((change) => change.file))) {
      const text = readFileSync(join(originals, file), 'utf8');
      const here = changes.filter((change) => change.file === file);
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), changedTemplate(`${language}/${file}`, text, here));
    }
  }
  if (existsSync(own)) cpSync(own, folder, { recursive: true });
  return folder;
}
