#!/usr/bin/env node
import { terminalOf } from '@oidc-admin/client/terminal';
import { apis } from './generated/apis.ts';
import { runCli } from './runCli.ts';

const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort());
process.exitCode = await runCli(process.argv.slice(2), apis, terminalOf(process), interrupt.signal);
