import {
  type DocumentedErrorOf,
  type UndocumentedError,
  type ErrorClasses,
  errorClasses,
} from '@oidc-admin/client';
import { table } from './generated/operations.ts';
import type { operations } from './generated/types.ts';

/** One class per error that the specification documents, by its name there: `errors.ValidationError`. */
export const errors = errorClasses(table) as unknown as ErrorClasses<typeof table, operations>;

/** A documented error of the service, discriminated by `code`. */
export type WickrDocumentedError = DocumentedErrorOf<typeof table, operations>;

/** Everything that a call may throw, discriminated by `code`. */
export type WickrError = WickrDocumentedError | UndocumentedError;
