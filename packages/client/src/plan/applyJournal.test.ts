import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openJournal } from './applyJournal.ts';
import { JournalBusyError } from './takeLock.ts';

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

test('a run that starts over and is cut off itself is gone on with from there, not from the run before it', () => {
  const file = journalFile();
  {
    using journal = openJournal(file, work);
    journal.add('a');
    journal.add('b');
  }
  {
    using journal = openJournal(file, work, true);
    expect([...journal.done.keys()]).toEqual([]);
    journal.add('c');
  }
  using journal = openJournal(file, work);
  expect([...journal.done.keys()]).toEqual(['c']);
});

test('two runs of the same work are refused, with the file that says so', () => {
  const file = journalFile();
  using journal = openJournal(file, work);
  expect(() => openJournal(file, work)).toThrow(JournalBusyError);
  expect(() => openJournal(file, work)).toThrow(`remove ${file}.lock`);
  journal.remove();
});

test.each([
  // No process has this number.
  ['that was killed', `4194305 ${hostname()} x\n`, 0],
  [
    'with the number of this one, in a container that is gone',
    `${process.pid} ${hostname()} x\n`,
    0,
  ],
  ['on another computer, long without a sign of life', '1 elsewhere x\n', 3600],
])('the lock of a process %s is taken', (_, text, secondsAgo) => {
  const file = journalFile();
  const lock = `${file}.lock`;
  mkdirSync(dirname(file));
  writeFileSync(lock, text);
  const beat = new Date(Date.now() - secondsAgo * 1000);
  utimesSync(lock, beat, beat);
  {
    using journal = openJournal(file, work);
    journal.add('a');
    expect(readdirSync(dirname(file)).toSorted()).toEqual(['run.ndjson', 'run.ndjson.lock']);
  }
  expect(readdirSync(dirname(file))).toEqual(['run.ndjson']);
});

test.each([
  ['is alive on another computer', '1 elsewhere x\n'],
  ['is alive', `${process.ppid} ${hostname()} x\n`],
  ['cannot be told', ''],
])('the lock of a process that %s is left to it', (_, text) => {
  const file = journalFile();
  mkdirSync(dirname(file));
  writeFileSync(`${file}.lock`, text);
  expect(() => openJournal(file, work)).toThrow(JournalBusyError);
  expect(readFileSync(`${file}.lock`, 'utf8')).toBe(text);
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
