import { callersOf } from '../checks/contractViews.ts';
import { NotRun } from '../checks/notRun.ts';
import { pathFor } from '../checks/resourceRef.ts';
import { sequences } from './steps.ts';

/** What one session of somebody writes and deletes, another one of the same person reads at once. */
export const betweenSessions = sequences(({ contract, resource: { operations } }) => {
  const opens = contract.operations.some(({ action }) => action.does === 'open');
  const reader = contract.operations.find(({ id }) => id === operations.read);
  if (!opens || reader === undefined) return [];
  return (['replace', 'delete'] as const)
    .filter((does) => operations[does] !== undefined)
    .map((does) => ({
      principals: callersOf(reader),
      name: `betweenSessions.${operations[does] ?? does}`,
      run: async (steps) => {
        const { context } = steps;
        const { run } = context;
        const principal = run.principals.find(
          ({ role }) => role === undefined || reader.roles?.includes(role) !== false,
        );
        if (principal === undefined) throw new NotRun('principal', 'nobody who may read is known');
        const ref = await steps.create({ properties: 'full' });
        await steps.read(ref);
        await steps.list();
        const { opened } = await run.sessions.another(context, principal);
        const change = <T>(request: T) => ({ ...request, by: principal.name, opened });
        try {
          if (does === 'replace')
            await steps.write(steps.operation(does), { properties: 'full' }, { ref, change });
          else
            await context.send(
              change({
                operation: steps.operation(does),
                path: pathFor(steps.operation(does), ref),
              }),
            );
        } finally {
          await opened.close();
        }
        await steps.read(ref, steps.asOwn);
        await steps.list(steps.asOwn);
      },
    }));
});
