import { callersOf } from '../checks/contractViews.ts';
import { NotRun } from '../checks/notRun.ts';
import { sequences } from './steps.ts';

/** What one session of somebody writes, another one of the same person reads at once. */
export const betweenSessions = sequences(({ contract, resource: { operations } }) => {
  const opens = contract.operations.some(({ action }) => action.does === 'open');
  const reader = contract.operations.find(({ id }) => id === operations.read);
  if (!opens || reader === undefined || (operations.replace ?? operations.merge) === undefined)
    return [];
  return [
    {
      name: 'betweenSessions',
      principals: callersOf(reader),
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
        const opened = await run.sessions.lend(context, principal);
        await steps.write(
          steps.operation('replace', 'merge'),
          { properties: 'full' },
          { ref, change: (request) => ({ ...request, by: principal.name, opened }) },
        );
        await steps.read(ref, steps.asOwn);
        await steps.list(steps.asOwn);
      },
    },
  ];
});
