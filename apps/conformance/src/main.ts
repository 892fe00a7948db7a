import { conformance } from './run/conformance.ts';
import { processTerminal } from './run/terminal.ts';

process.exitCode = await conformance(process.argv.slice(2), processTerminal());
