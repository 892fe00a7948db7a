#!/usr/bin/env node
import { apis } from './generated/apis.ts';
import { run } from './run.ts';

const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort());
process.exitCode = await run(
  process.argv.slice(2),
  apis,
  {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    environment: process.env,
  },
  interrupt.signal,
);
