import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { joinApi } from './newApi/joinApi.ts';
import { NewApiError } from './newApi/newApiError.ts';

const usage = `Usage: pnpm new-api NAME --from FILE [--dry-run] [--keep] [--no-checks]

Lets an API join by its OpenAPI document (3.0 or 3.1, or Swagger 2.0; JSON or YAML): writes specs/NAME, packages/NAME-client and
packages/NAME-mock, generates, and checks the new mock. Prints what was guessed, each with its line in FILE, and what
could not be answered.

  --dry-run    prints, and writes nothing
  --keep       leaves what was written where something fails later
  --no-checks  does not run the conformance checks and the mutants at the end

Exit codes:
  0  joined, and its mock passes
  1  could not join, or was stopped (Ctrl-C); what was written was taken back, or the message says what was not
  2  wrong arguments, a name that is taken, or a file that is no such document; nothing was written
  3  joined, but its mock does not pass every check, or no check finds some broken server`;

/** The arguments; a text where they are wrong. */
function readArguments(): Parameters<typeof joinApi>[1] | string {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        from: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        keep: { type: 'boolean', default: false },
        checks: { type: 'boolean', default: true },
        help: { type: 'boolean', short: 'h', default: false },
      },
      allowNegative: true,
    });
    if (values.help) return '';
    const [api, ...more] = positionals;
    if (api === undefined || values.from === undefined || more.length > 0)
      return 'one NAME and --from FILE are needed';
    const { from, keep, checks } = values;
    return { api, from, keep, checks, isDry: values['dry-run'] };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const given = readArguments();
if (typeof given === 'string') {
  const text = given === '' ? usage : `${given}\n\n${usage}`;
  if (given === '') console.log(text);
  else console.error(text);
  process.exitCode = given === '' ? 0 : 2;
} else {
  try {
    process.exitCode = await joinApi(join(import.meta.dirname, '../..'), given, (line) =>
      console.log(line),
    );
  } catch (error) {
    if (!(error instanceof NewApiError)) throw error;
    console.error(error.message);
    process.exitCode = error.exitCode;
  }
}
