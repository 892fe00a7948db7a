import type { Fault } from '@oidc-admin/mock';
import { expect, test } from 'vitest';
import { smallApi, smallDocument, strictRun } from './smallApi.ts';

test.each([1, 18, 40])(
  'a run that is stopped during its delete no. %i accuses nobody of what that delete did',
  async (last) => {
    const api = smallApi(await smallDocument('notes'));
    const stopped = new AbortController();
    let deletes = 0;
    const stop: Fault = {
      name: 'stop',
      description: 'Somebody stops the run before the response is back.',
      breaks: [],
      operation: 'removeNote',
      decide: (decision) => {
        if (decision.status < 300 && (deletes += 1) === last) stopped.abort();
        return decision;
      },
    };
    const mock = api.mock({ faults: () => [stop] });
    mock.faults.on(stop.name);
    const { verdict, clauses } = await strictRun(api, mock, { signal: stopped.signal });
    expect(clauses.filter(({ status }) => status === 'failed').map(({ id }) => id)).toEqual([]);
    expect(verdict).toBe('incomplete');
  },
);
