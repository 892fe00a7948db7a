import {
  type DocumentedErrorOf,
  type UndocumentedError,
  type ErrorClasses,
  errorClasses,
} from '@oidc-admin/client';
import { table } from './generated/operations.ts';
import type { operations } from './generated/types.ts';
import type { RadiusChallengeError } from './radiusChallenge.ts';

/** One class per error that the specification documents, by its name there: `errors.NotFound`. */
export const errors = errorClasses(table) as unknown as ErrorClasses<typeof table, operations>;

/** A documented error of PVWA, discriminated by `code`. */
export type PvwaDocumentedError = DocumentedErrorOf<typeof table, operations>;

/** Everything that a call may throw, discriminated by `code`. */
export type PvwaError = PvwaDocumentedError | UndocumentedError | RadiusChallengeError;
