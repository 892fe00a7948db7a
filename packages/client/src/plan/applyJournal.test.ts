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

const work = { digest: 'one', secrets: ['hunter2'] };

function journalFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'journal-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'below', 'run.ndjson');
}

test('what was written down is there in the next run, and only the owner can read it', () => {
  const file = journalFile();
  {
    using journal = openJournal(file, work);
    journal.add('a');
  }
  // A run that was killed while it wrote.
  appendFileSync(file, '{"id":"b","ti');
  using journal = openJournal(file, work);
  expect([...journal.done.keys()]).toEqual(['a']);
  journal.add('c');
  expect(readFileSync(file, 'utf8')).toMatch(/"a"[^]*\n.*"c"[^\n]*\n$/);
  expect(readFileSync(file, 'utf8')).not.toContain('hunter2');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700);
});

test('two runs of the same work are refused; the lock of a run that was killed is taken', () => {
  const file = journalFile();
  {
    using journal = openJournal(file, work);
    expect(() => openJournal(file, work)).toThrow(JournalBusyError);
    journal.add('a');
  }
  // No process has this number.
  writeFileSync(`${file}.lock`, '4194305');
  using journal = openJournal(file, work);
  expect(journal.done.size).toBe(1);
  journal.remove();
});

test('what other work, other secrets, or a run of more than a day ago has left is not gone on with', () => {
  const others = [
    { ...work, digest: 'two' },
    { ...work, secrets: ['hunter3'] },
  ];
  for (const other of others) {
    const file = journalFile();
    {
      using journal = openJournal(file, work);
      journal.add('a');
    }
    using journal = openJournal(file, other);
    expect(journal.done.size).toBe(0);
  }
  const file = journalFile();
  {
    using journal = openJournal(file, work);
    journal.add('a');
  }
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace(/"time":"[^"]+"/, '"time":"2020-01-01T00:00:00.000Z"'));
  using journal = openJournal(file, work);
  expect(journal.done.size).toBe(0);
});
