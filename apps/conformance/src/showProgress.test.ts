import type { RunEvent } from '@oidc-admin/conformance';
import { expect, test } from 'vitest';
import { showProgress } from './showProgress.ts';

function shownOn({ isTerminal }: { readonly isTerminal: boolean }) {
  const texts: string[] = [];
  const push = (text: string): void => void texts.push(text);
  const show = showProgress({ err: push, ...(isTerminal && { overwrite: push }) });
  return { texts, show };
}

const place = { target: 'pvwa', at: '2026-11-25T00:00:00.000Z' };

type Shown = Extract<RunEvent, { event: 'check' }>['check'];

function check(status: Shown['status'], more: Partial<Shown> = {}): RunEvent {
  return {
    ...place,
    event: 'check',
    check: {
      id: 'pvwa.a',
      api: 'pvwa',
      operation: 'addProvider',
      clauses: [],
      mismatches: [],
      exchanges: [],
      milliseconds: 1,
      status,
      ...more,
    },
  };
}

function started(checks: number): RunEvent {
  return {
    ...place,
    event: 'started',
    version: 1,
    checks,
    leftOut: [],
    parameters: {
      api: 'pvwa',
      target: { name: 'pvwa', url: 'http://a', embedded: false },
      level: 'default',
      strict: false,
      seed: 1,
      timeoutMs: 1,
      runId: 'a',
      issuer: 'b',
    },
  };
}

test('an operation tells at the end how many checks it had, and how they ended', () => {
  const { texts, show } = shownOn({ isTerminal: false });
  show(started(5));
  for (const event of [check('passed'), check('failed'), check('notRun')]) show(event);
  show(check('notRun', { code: 'level' }));
  show(check('passed', { operation: 'logon' }));
  expect(texts).toEqual([]);
  show({ ...place, event: 'finished' });
  expect(texts).toEqual([
    'pvwa addProvider: 4 checks: 1 passed, 1 failed, 1 not run, 1 not at this level\n',
    'pvwa logon: 1 check: 1 passed\n',
  ]);
});

test('a terminal shows how many checks are done, of how many', () => {
  const { texts, show } = shownOn({ isTerminal: true });
  show(started(12));
  show(check('failed'));
  expect(texts.join('')).toContain('pvwa 1 of 12 checks, 1 failed  pvwa.a');
});
