import { expect, test } from 'vitest';
import type { Exchange, FoundMismatch } from '../reports/checkResult.ts';
import { Preparation } from './preparation.ts';

const wrong: FoundMismatch = {
  clause: 'notes.addNote.201.status',
  binding: 'MUST',
  message: 'the status 500 is not allowed here',
  expected: '201',
  actual: 500,
};

function sent(body: Readonly<Record<string, string>>): Exchange {
  return {
    operation: 'addNote',
    request: { method: 'POST', url: '/notes', headers: {}, body: JSON.stringify(body) },
    milliseconds: 1,
    sender: { principal: 'admin' },
  };
}

test('what only some of the preparing requests show is no matter of chance', () => {
  const preparation = new Preparation('notes');
  preparation.note('addNote', [], sent({ title: 'a' }));
  preparation.note('addNote', [wrong], sent({ title: 'b', text: 'b' }));
  preparation.note('addNote', [], sent({ title: 'c' }));
  expect(preparation.result()).toMatchObject({ status: 'failed', mismatches: [wrong] });
});

test('what a request shows, and the same request does not show later, is flaky', () => {
  const preparation = new Preparation('notes');
  preparation.note('addNote', [wrong], sent({ title: 'a', text: 'a' }));
  preparation.note('addNote', [], sent({ text: 'b', title: 'b' }));
  expect(preparation.result()?.status).toBe('flaky');
});
