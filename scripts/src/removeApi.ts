import { join } from 'node:path';
import { leave } from './newApi/leave.ts';
import { NewApiError } from './newApi/newApiError.ts';

/*
 * pnpm remove-api NAME
 *
 * Takes back what `pnpm new-api NAME` wrote. Exits with 2, and changes nothing, where there is no such API.
 */
const [api, ...more] = process.argv.slice(2);
try {
  if (api === undefined || more.length > 0) throw new NewApiError('Usage: pnpm remove-api NAME');
  await leave(join(import.meta.dirname, '../..'), api, (line) => console.log(line));
} catch (error) {
  if (!(error instanceof NewApiError)) throw error;
  console.error(error.message);
  process.exitCode = error.exitCode;
}
