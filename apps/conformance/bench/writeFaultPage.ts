import { writeFile } from 'node:fs/promises';
import type { Finding } from './checkFaults.ts';
import { faultPage } from './faultPage.ts';
import { readRecords } from './readRecords.ts';
import type { SchemathesisFinding } from './schemathesis.ts';

/**
 * Writes docs/faults.md from the records of runFaults.ts and of schemathesis.ts.
 *
 *   node bench/writeFaultPage.ts RECORDS SCHEMATHESIS_RECORDS
 */
const [records = '', others = ''] = process.argv.slice(2);
const page = faultPage(
  await readRecords<Finding>(records),
  await readRecords<SchemathesisFinding>(others),
);
await writeFile(new URL('../../../docs/faults.md', import.meta.url), page);
