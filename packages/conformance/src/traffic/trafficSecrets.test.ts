import { expect, test } from 'vitest';
import { TrafficSecrets } from './trafficSecrets.ts';

function secretsNamed(name: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `secret-${name}-${at}.`);
}

test('however many secrets one exchange shows, all are found, and later the newest ones', () => {
  const secrets = new TrafficSecrets();
  const many = secretsNamed('first', 1100);
  secrets.add({ sent: many, hidden: [], plain: [] });
  expect(secrets.sentIn(many.join(' ')).length).toBe(1100);
  secrets.forgetOldest();
  for (const name of ['second', 'third', 'fourth'])
    for (const secret of secretsNamed(name, 400)) {
      secrets.add({ sent: [secret], hidden: [], plain: [] });
      secrets.forgetOldest();
      expect(secrets.sentIn(`it is ${secret}`)).toEqual([secret]);
    }
  const newest = secretsNamed('fourth', 400);
  expect(secrets.sentIn(newest.join(' '))).toEqual(newest);
  expect(secrets.sentIn(many.join(' '))).toEqual([]);
});
