import { runProcess } from '@oidc-admin/client/process';
import { conformance } from './conformance.ts';
import { processConsole } from './processConsole.ts';

// What is needed for one command only is loaded for it only: these are `exitCodes.harness` and `exitCodes.unwritten`.
await runProcess(process, { fault: 4, unwritten: 8 }, (args, terminal) =>
  conformance(args, processConsole(process, terminal)),
);
