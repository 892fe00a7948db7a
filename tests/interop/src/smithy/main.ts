import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { isDeepStrictEqual } from 'node:util';
import { malformedCases, sendMalformed } from '../restJson1/sendMalformed.ts';
import { startGenerated } from './startGenerated.ts';

/*
 * Checks the server that AWS's generator made, by the command that users have, without --strict; before that, whether it
 * answers to malformed requests as our data says. Arguments: the folder of its JavaScript and the folder for the reports.
 * Exit codes: 0 nothing is accused, else another.
 */
const [folder = '', reports = ''] = process.argv.slice(2);
const options = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
  networks: ['12345678', '87654321'],
};
await using server = await startGenerated(folder, options);

// The vendor's model has an error of its own for what its rules forbid, and the generator takes a body without a media type.
const asPublished = malformedCases.filter(
  ({ error, request }) => error !== 'ValidationException' && request.mediaType !== null,
);
let others = 0;
for (const one of asPublished) {
  const { status, error } = one;
  const answered = await sendMalformed(one, server.url);
  if (isDeepStrictEqual(answered, { status, error })) continue;
  others += 1;
  console.error(`${one.test}: expected ${status} ${error}, not ${JSON.stringify(answered)}`);
}
console.log(`smithy: ${asPublished.length} malformed requests, ${others} answered otherwise`);

const run = spawn(
  process.execPath,
  [
    'apps/conformance/src/main.ts',
    '--target',
    `wickr=${server.url}`,
    '--disposable',
    // It knows no caller without permission.
    '--accept-incomplete',
    '--report-dir',
    reports,
  ],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      AWS_ACCESS_KEY_ID: options.accessKeyId,
      AWS_SECRET_ACCESS_KEY: options.secretAccessKey,
      AWS_REGION: options.region,
      WICKR_NETWORK_ID: options.networks[0],
      WICKR_OTHER_NETWORK_ID: options.networks[1],
    },
  },
);
const [code] = (await once(run, 'exit')) as [number | null];
process.exitCode = others > 0 ? 1 : (code ?? 1);
