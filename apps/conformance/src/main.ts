#!/usr/bin/env node
import { runProcess } from '@oidc-admin/client/process';
import { exitCodes } from '@oidc-admin/conformance/exit-codes';
import { conformance } from './conformance.ts';
import { processConsole } from './processConsole.ts';

const codes = { fault: exitCodes.harness, unwritten: exitCodes.unwritten };
await runProcess(process, codes, (args, terminal) =>
  conformance(args, processConsole(process, terminal)),
);
