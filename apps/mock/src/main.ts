#!/usr/bin/env node
import { runProcess } from '@oidc-admin/client/process';
import { serveMocks } from './serveMocks.ts';

await runProcess(process, { fault: 1, unwritten: 1 }, async (args, terminal) => {
  using stopping = terminal.stopOnSignal({ graceMs: 10_000 });
  // `pnpm mock -- --quiet` hands the two dashes on.
  const given = args[0] === '--' ? args.slice(1) : args;
  if (given[0] !== 'record') return await serveMocks(given, terminal, stopping.signal);
  // Loaded only for those who record.
  const { record } = await import('./record/record.ts');
  return await record(given.slice(1), terminal, stopping.signal);
});
