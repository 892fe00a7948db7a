import { without } from '../checks/bodies.ts';
import type { Body } from '../checks/bodies.ts';
import type { Sequence } from './sequenceChecks.ts';
import { lookalikes, rounds, specialValues } from './texts.ts';

/** What was sent is what is read: after each kind of write, with every kind of value. */
export function keptSequences(): readonly Sequence[] {
  return [
    {
      rules: ['kept', 'listed', 'neverReturned', 'noOtherSecrets'],
      run: async (steps) => {
        const { source } = steps.context.run;
        const ref = await steps.create({ properties: 'full' });
        await steps.read(ref, steps.found);
        await steps.list();
        const operation = steps.operation('replace', 'save');
        await steps.replace(ref, { properties: 'full' }, (request) => ({
          ...request,
          body: {
            ...(request.body as Body),
            ...specialValues(operation, steps.resource, lookalikes, source),
          },
        }));
        await steps.read(ref, steps.found);
        await steps.list();
      },
    },
    {
      rules: ['replaced', 'defaults'],
      run: async (steps) => {
        const ref = await steps.current();
        await steps.replace(ref, { properties: 'full' });
        await steps.replace(ref, { properties: 'minimal' });
        await steps.read(ref);
        const { body } = steps.operation('replace', 'save');
        for (const index of (body?.alternatives ?? []).keys()) {
          // From every other alternative back to the first.
          if (index === 0) continue;
          await steps.replace(ref, { alternative: index });
          await steps.read(ref);
          await steps.replace(ref, { alternative: 0 });
          await steps.read(ref);
        }
      },
    },
    {
      rules: ['characters'],
      run: async (steps) => {
        const ref = await steps.current();
        const operation = steps.operation('replace', 'save');
        for (let round = 0; round < rounds; round += 1) {
          const { body } = operation;
          const alternative = round % (body?.alternatives.length ?? 1);
          const required = body?.alternatives[alternative] ?? [];
          const others = (body?.alternatives ?? [])
            .flat()
            .filter((name) => !required.includes(name));
          const { source } = steps.context.run;
          const special = specialValues(operation, steps.resource, round, source);
          await steps.replace(ref, { alternative }, (request) => ({
            ...request,
            // What has no meaning in this alternative may be dropped.
            body: { ...(request.body as Body), ...without(special, others) },
          }));
          await steps.read(ref, steps.asOwn);
        }
      },
    },
    {
      rules: ['repeatable'],
      run: async (steps) => {
        const ref = await steps.current();
        const { request } = await steps.replace(ref, { properties: 'full' });
        await steps.context.send(request, { blame: [steps.clause] });
        await steps.read(ref, steps.asOwn);
      },
    },
  ];
}
