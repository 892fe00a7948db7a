import { readFile } from 'node:fs/promises';

/** Records as they were appended, one JSON object a line; of the same fault the last one counts. */
export const readRecords = async <T extends { readonly api: string; readonly fault: string }>(
  path: string,
): Promise<T[]> => {
  const text = await readFile(path, 'utf8').catch(() => '');
  const all = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
  return [...new Map(all.map((one) => [`${one.api} ${one.fault}`, one])).values()];
};
