import type { Sequence } from './sequenceCases.ts';
import { rounds, specialValues } from './texts.ts';

/** What was sent is what is read: after each kind of write, with every kind of value. */
export function keptSequences(): readonly Sequence[] {
  return [
    {
      rules: ['kept', 'listed', 'neverReturned', 'noOtherSecrets'],
      run: async (steps) => {
        const subject = await steps.create({ members: 'full' });
        await steps.read(subject, steps.found);
        await steps.list();
        await steps.replace(subject, { members: 'full' });
        await steps.read(subject, steps.found);
        await steps.list();
      },
    },
    {
      rules: ['replaced', 'defaults'],
      run: async (steps) => {
        const subject = await steps.current();
        await steps.replace(subject, { members: 'full' });
        await steps.replace(subject, { members: 'minimal' });
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
          const special = specialValues(operation, steps.resource, round, steps.trial.bench.source);
          await steps.replace(
            subject,
            { alternative: round % (body?.alternatives.length ?? 1) },
            (intent) => ({
              ...intent,
              body: { ...(intent.body as object), ...special },
            }),
          );
          await steps.read(subject, steps.asOwn);
        }
      },
    },
    {
      rules: ['repeatable'],
      run: async (steps) => {
        const subject = await steps.current();
        const { intent } = await steps.replace(subject, { members: 'full' });
        await steps.trial.send(intent, { blame: [steps.clause] });
        await steps.read(subject, steps.asOwn);
      },
    },
  ];
}
