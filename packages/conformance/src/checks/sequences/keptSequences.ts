import { without } from '../bodies.ts';
import type { Body } from '../bodies.ts';
import type { Sequence } from './sequenceCases.ts';
import { lookalikes, rounds, specialValues } from './texts.ts';

/** What was sent is what is read: after each kind of write, with every kind of value. */
export function keptSequences(): readonly Sequence[] {
  return [
    {
      rules: ['kept', 'listed', 'neverReturned', 'noOtherSecrets'],
      run: async (steps) => {
        const { source } = steps.trial.bench;
        const subject = await steps.create({ properties: 'full' });
        await steps.read(subject, steps.found);
        await steps.list();
        const operation = steps.operation('replace', 'save');
        await steps.replace(subject, { properties: 'full' }, (intent) => ({
          ...intent,
          body: {
            ...(intent.body as Body),
            ...specialValues(operation, steps.resource, lookalikes, source),
          },
        }));
        await steps.read(subject, steps.found);
        await steps.list();
      },
    },
    {
      rules: ['replaced', 'defaults'],
      run: async (steps) => {
        const subject = await steps.current();
        await steps.replace(subject, { properties: 'full' });
        await steps.replace(subject, { properties: 'minimal' });
        await steps.read(subject);
        const { body } = steps.operation('replace', 'save');
        for (const index of (body?.alternatives ?? []).keys()) {
          // From every other alternative back to the first.
          if (index === 0) continue;
          await steps.replace(subject, { alternative: index });
          await steps.read(subject);
          await steps.replace(subject, { alternative: 0 });
          await steps.read(subject);
        }
      },
    },
    {
      rules: ['characters'],
      run: async (steps) => {
        const subject = await steps.current();
        const operation = steps.operation('replace', 'save');
        for (let round = 0; round < rounds; round += 1) {
          const { body } = operation;
          const alternative = round % (body?.alternatives.length ?? 1);
          const required = body?.alternatives[alternative] ?? [];
          const others = (body?.alternatives ?? [])
            .flat()
            .filter((name) => !required.includes(name));
          const { source } = steps.trial.bench;
          const special = specialValues(operation, steps.resource, round, source);
          await steps.replace(subject, { alternative }, (intent) => ({
            ...intent,
            // What has no meaning in this alternative may be dropped.
            body: { ...(intent.body as Body), ...without(special, others) },
          }));
          await steps.read(subject, steps.asOwn);
        }
      },
    },
    {
      rules: ['repeatable'],
      run: async (steps) => {
        const subject = await steps.current();
        const { intent } = await steps.replace(subject, { properties: 'full' });
        await steps.trial.send(intent, { blame: [steps.clause] });
        await steps.read(subject, steps.asOwn);
      },
    },
  ];
}
