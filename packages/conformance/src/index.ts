export { conformance } from './runner/conformance.ts';
export { processTerminal } from './runner/terminal.ts';
