#!/usr/bin/env node
import { runProcess } from '@oidc-admin/client/process';
import { programExitCode } from './failure.ts';
import { apis } from './generated/apis.ts';
import { runCli } from './runCli.ts';
import { standingFolder } from './standingFolder.ts';

await runProcess(
  process,
  { fault: programExitCode, unwritten: programExitCode },
  async (args, terminal) => {
    // Signing out is a call, and takes as long as one may.
    using stopping = terminal.stopOnSignal({ graceMs: 60_000 });
    const { signal } = stopping;
    const { stdin } = terminal;
    // Nobody waits for input any more; at a terminal the question itself ends.
    if (!stdin.isTTY) signal.addEventListener('abort', () => stdin.destroy());
    const folder = standingFolder(process.env, process.cwd());
    return await runCli(args, apis, { ...terminal, signal, folder }, signal);
  },
);
// What still hangs somewhere, such as a server that was asked for keys in vain, does not keep the process.
process.stderr.write('', () => process.exit());
