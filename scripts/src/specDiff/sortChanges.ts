/** What oasdiff says of one change, as far as it is read here. */
export interface OasChange {
  readonly id: string;
  readonly text: string;
  /** 3 and 2 break callers of HTTP, 1 does not. */
  readonly level: number;
  readonly operation?: string;
  readonly operationId?: string;
  readonly path?: string;
}

/** Who has to do with a change: methods of the client, flags of the command line, checks, and the mock. */
type Consumer = 'method' | 'flag' | 'check' | 'mock';

/** A change in words, and who has to do with it. */
export interface SortedChange {
  readonly kind: 'breaking' | 'additive';
  readonly text: string;
  readonly consumers: readonly Consumer[];
}

/**
 * What oasdiff lets pass, as HTTP still works, and who was made of it does not: a method or command of that name, a property or an
 * error that code reads, a value that a server takes where none is sent.
 */
const takenAway =
  /^(?:api-operation-id-removed|response-optional(?:-write-only)?-property-removed|response-non-success-status-removed|request-.*-default-value-(?:changed|removed))$/;

const everybody: readonly Consumer[] = ['method', 'flag', 'check', 'mock'];

/** The changes that oasdiff found, those that break callers first. What it says of the version number is left out. */
export function sortChanges(changes: readonly OasChange[]): readonly SortedChange[] {
  return changes
    .filter(({ id }) => !id.startsWith('api-version'))
    .map(({ id, text, level, operation, operationId, path }): SortedChange => {
      const owner = operationId ?? [operation, path].filter(Boolean).join(' ');
      return {
        kind: level > 1 || takenAway.test(id) ? 'breaking' : 'additive',
        text: owner === '' ? text : `${owner}: ${text}`,
        // A flag is made of what is sent; what comes back is no flag's.
        consumers: id.startsWith('response-')
          ? everybody.filter((one) => one !== 'flag')
          : everybody,
      };
    })
    .toSorted((a, b) => Number(a.kind === 'additive') - Number(b.kind === 'additive'));
}
