import type { PrismHttpComponents } from '@stoplight/prism-http';

type Logger = PrismHttpComponents['logger'];

function nothing(): void {}

/** A logger that drops everything: Prism's own writes a line through four streams for each step of each request. */
export const silentLogger = {
  info: nothing,
  warn: nothing,
  error: nothing,
  debug: nothing,
  trace: nothing,
  fatal: nothing,
  success: nothing,
  child: () => silentLogger,
} as unknown as Logger;
