import type { Authentication } from './authentication.ts';
import { createEngine, type Engine } from './createEngine.ts';
import { errorClasses } from './documentedErrors.ts';
import { notesTable } from './notesApi.ts';
import type { ClientOptions } from './options.ts';

type Input = Readonly<Record<string, unknown>>;
interface Operation {
  parameters: { path: Input };
  responses: { 200: { content: { 'application/json': Input } } };
}

/** The operations of the test's API, typed as loosely as a test needs. */
export interface NotesOperations {
  getNote: Operation;
  saveNote: Operation;
  addNote: Operation;
  search: Operation;
  ping: Omit<Operation, 'parameters'>;
}

export const notesErrors = errorClasses(notesTable);
export const notesToken = 'token-of-the-session';

const authentication: Authentication = {
  authorize: (request) => {
    request.headers['authorization'] = notesToken;
    return [notesToken];
  },
};

/** A client of the test's API; retries pause for a few milliseconds only. */
export const createNotesClient = (
  baseUrl: string,
  options: ClientOptions = {},
  given: Authentication = authentication,
): Engine<Record<string, never>, NotesOperations> =>
  createEngine({
    table: notesTable,
    classes: notesErrors,
    baseUrl: () => baseUrl,
    authentication: given,
    options: { timeoutMs: 5000, retry: { baseDelayMs: 5 }, ...options },
  });
