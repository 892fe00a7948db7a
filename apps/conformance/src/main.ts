import { conformance } from './conformance.ts';
import { processConsole } from './processConsole.ts';

process.exitCode = await conformance(process.argv.slice(2), processConsole());
