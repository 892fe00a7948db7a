import { exitCode, type ExitCode } from './exitCode.ts';
import { UsageError } from './usageError.ts';

/** How a failure ends the program, and what is said about it. */
export interface Failure {
  readonly code: ExitCode;
  readonly message: string;
}

const usageCodes: ReadonlySet<string> = new Set(['ConfigurationError', 'InputError']);
const noResponseCodes: ReadonlySet<string> = new Set([
  'ConnectionError',
  'TimeoutError',
  'AbortedError',
  'UnexpectedResponseError',
]);

/** Tells the kinds of errors of a client apart by their stable `code`; none for what is a fault of this program. */
export const failureOf = (error: unknown): Failure | undefined => {
  if (error instanceof UsageError) return { code: exitCode.usage, message: error.message };
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') {
    return undefined;
  }
  const { message } = error;
  if (usageCodes.has(error.code)) return { code: exitCode.usage, message };
  if (noResponseCodes.has(error.code)) return { code: exitCode.noResponse, message };
  return 'status' in error ? { code: exitCode.refused, message } : undefined;
};
