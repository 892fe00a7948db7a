import { expect, test } from 'vitest';
import { Gate } from './gate.ts';

test('shared work overlaps, and work alone waits for it and holds up what comes later', async () => {
  const gate = new Gate();
  const log: string[] = [];
  const work = (name: string) => async (): Promise<string> => {
    log.push(`${name} begins`);
    await new Promise((resolve) => setTimeout(resolve, 5));
    log.push(`${name} ends`);
    return name;
  };
  const names = await Promise.all([
    gate.shared(work('a')),
    gate.shared(work('b')),
    gate.alone(work('c')),
    gate.shared(work('d')),
  ]);
  expect(names).toEqual(['a', 'b', 'c', 'd']);
  expect(log).toEqual([
    'a begins',
    'b begins',
    'a ends',
    'b ends',
    'c begins',
    'c ends',
    'd begins',
    'd ends',
  ]);
});

test('work that fails lets the others go on', async () => {
  const gate = new Gate();
  const fail = async (): Promise<never> => {
    throw new Error('no');
  };
  const both = Promise.allSettled([gate.shared(fail), gate.alone(fail)]);
  await expect(gate.shared(async () => 'went on')).resolves.toBe('went on');
  expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});
