import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plainDocument } from '../generate/plainDocument.ts';
import type { Specification } from '../generate/specification.ts';
import { clientNames } from './clientNames.ts';
import { fetchJar, runGenerator } from './generatorJar.ts';

/** What the generator said went wrong, without the stack of the Java program. */
function reasonOf(output: string): string {
  return (
    output
      .split('\n')
      .filter((line) => /error|exception|invalid|not found|can't load/i.test(line))
      .slice(0, 3)
      .join('\n') || output.trim()
  );
}

/**
 * Generates a client of one API with openapi-generator, whose JAR is pinned by its checksum. Answers its folder
 * below the root, `generated-clients/<api>-<language>`; an earlier client there is replaced only when all went well.
 */
export async function generateClient(
  root: string,
  { api, document }: Specification,
  language: string,
): Promise<string> {
  const folder = `generated-clients/${api}-${language}`;
  const scratch = mkdtempSync(join(tmpdir(), 'generate-client-'));
  try {
    // As JSON: the generator's own reader of YAML bounds the number of anchors.
    const input = join(scratch, `${api}.json`);
    writeFileSync(input, JSON.stringify(plainDocument(document)));
    const options = Object.entries(clientNames(api, language)).map(
      ([key, value]) => `${key}=${value}`,
    );
    await fetchJar(root);
    await runGenerator(root, [
      'generate',
      `--input-spec=${input}`,
      `--generator-name=${language}`,
      `--output=${join(scratch, 'client')}`,
      ...(options.length > 0 ? [`--additional-properties=${options.join(',')}`] : []),
    ]).catch((error: { readonly stdout?: string; readonly stderr?: string }) => {
      throw new Error(
        `No ${language} client of ${api}: ${reasonOf(`${error.stdout ?? ''}\n${error.stderr ?? ''}`)}`,
        { cause: error },
      );
    });
    if (!existsSync(join(scratch, 'client'))) {
      throw new Error(`openapi-generator wrote no ${language} client of ${api}`);
    }
    rmSync(join(root, folder), { recursive: true, force: true });
    cpSync(join(scratch, 'client'), join(root, folder), { recursive: true });
    return folder;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
