#!/usr/bin/env node
import { terminalOf } from '@oidc-admin/client/terminal';
import { serveMocks } from './serveMocks.ts';

const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort());
process.exitCode = await serveMocks(process.argv.slice(2), terminalOf(process), stop.signal);
