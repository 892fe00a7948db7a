#!/usr/bin/env node
import { runProcess } from '@oidc-admin/client/process';
import { serveMocks } from './serveMocks.ts';

await runProcess(process, { fault: 1, unwritten: 1 }, async (args, terminal) => {
  using stopping = terminal.stopOnSignal({ graceMs: 10_000 });
  return await serveMocks(args, terminal, stopping.signal);
});
