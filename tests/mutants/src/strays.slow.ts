import { reportOf, run, type RunEvent } from '@oidc-admin/conformance';
import { apis } from '@oidc-admin/conformance/testing';
import { expect, test } from 'vitest';
import { mutantsOf } from './mutantsOf.ts';

test.each(['type', 'nullRequired', 'required', 'pattern'])(
  'what a server takes in spite of %s is put back, or named',
  async (rule) => {
    const create = await apis.pvwa.createMock();
    const { contract } = create();
    const mock = create({ faults: () => mutantsOf(contract) });
    await using running = await mock.start();
    mock.faults.on(`break:pvwa.addProvider.id.${rule}`);
    const target = {
      url: running.url,
      contract,
      access: await apis.pvwa.access(),
      environment: mock.demo.environment,
    };
    const events: RunEvent[] = [];
    for await (const event of run(target, { level: 'allowWrites', only: ['addProvider'] }))
      events.push(event);
    const [report] = reportOf([events], { contractOf: () => contract }).targets;
    const named = report?.reasons.filter(({ code }) => code === 'notPutBack') ?? [];
    const left = Object.keys(mock.state.read().resources?.['provider']?.[''] ?? {});
    for (const id of left) expect(named.map(({ text }) => text).join('\n')).toContain(id);
    expect(named.length > 0).toBe(left.length > 0);
  },
);
