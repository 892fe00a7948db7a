import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { JournalBusyError, openJournal } from './applyJournal.ts';

function journalFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'journal-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'below', 'run.ndjson');
}

test('what was written down is there in the next run, and only the owner can read it', () => {
  const file = journalFile();
  {
    using journal = openJournal(file);
    journal.add('a', 'written');
  }
  // A run that was killed while it wrote.
  appendFileSync(file, '{"id":"b","ti');
  using journal = openJournal(file);
  expect([...journal.done.keys()]).toEqual(['a']);
  journal.add('c', 'inSync');
  expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(3);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700);
});

test('two runs of the same work are refused; the lock of a run that was killed is taken', () => {
  const file = journalFile();
  {
    using journal = openJournal(file);
    expect(() => openJournal(file)).toThrow(JournalBusyError);
    journal.add('a', 'written');
  }
  // No process has this number.
  writeFileSync(`${file}.lock`, '4194305');
  using journal = openJournal(file);
  expect(journal.done.size).toBe(1);
  journal.remove();
});
