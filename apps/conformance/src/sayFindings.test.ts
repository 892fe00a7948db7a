import type { Report, RunEvent } from '@oidc-admin/conformance';
import { expect, test } from 'vitest';
import { sayFindings } from './sayFindings.ts';

const place = { target: 'pvwa', at: '2026-11-25T00:00:00.000Z' };
const events: readonly RunEvent[] = [
  {
    ...place,
    event: 'check',
    check: {
      id: 'pvwa.a/b',
      api: 'pvwa',
      clauses: ['pvwa.a'],
      status: 'failed',
      mismatches: [
        {
          clause: 'pvwa.a',
          binding: 'MUST',
          message: 'the status 200 is not allowed here',
          expected: '400',
          actual: 200,
        },
      ],
      exchanges: [],
      milliseconds: 1,
    },
  },
  { ...place, event: 'putBack', lost: ['provider corp was not put back'] },
];

function printed(arrives: boolean) {
  const texts = { out: '', err: '' };
  const console = {
    environment: {},
    out: (text: string | Uint8Array) => void (texts.out += String(text)),
    err: (text: string) => void (texts.err += text),
    columns: 100,
    arrived: () => Promise.resolve(arrives),
    stopOnSignal: () => {
      throw new Error('not here');
    },
    onGone: () => () => undefined,
  };
  return { texts, console };
}

test('a mistake in what makes the text loses no finding', async () => {
  const { texts, console } = printed(true);
  // A report that nothing can be made of.
  await sayFindings({} as Report, events, console);
  expect(texts.out).toBe(
    'FAILED pvwa.a at pvwa, check pvwa.a/b: the status 200 is not allowed here\n' +
      'NOT PUT BACK at pvwa: provider corp was not put back\n',
  );
  expect(texts.err).toContain('a part of what is printed cannot be made');
});

test('what standard output does not take is on standard error', async () => {
  const { texts, console } = printed(false);
  await sayFindings({} as Report, events, console);
  expect(texts.err).toContain('FAILED pvwa.a at pvwa');
});
