import { principalOf } from '../checks/compose.ts';
import { refusedRequests } from '../checks/kindChecks.ts';
import { rightRequest } from '../checks/requests.ts';
import type { Level } from '../runner/runParameters.ts';

/** How much an unknown method could do at a server that takes it for something. */
const methods: Readonly<Record<string, Level>> = {
  GET: 'default',
  PATCH: 'allowWrites',
  DELETE: 'disposable',
  PUT: 'disposable',
  POST: 'disposable',
};

/** Every method that the path does not have, without a body. */
export const method = refusedRequests(({ clause: { value }, operation }) => {
  const known = new Set(Array.isArray(value) ? value : []);
  const missing = Object.entries(methods).filter(([name]) => !known.has(name));
  return missing.map(([name, needs]) => ({
    name,
    needs,
    request: async (context) => {
      const { path } = await rightRequest(context, operation);
      const request = { operation, path, method: name };
      if (operation.action.does !== 'close') return request;
      // A server that takes the method for the documented one closes no session that others need.
      const principal = principalOf(context.run, request);
      return { ...request, opened: await context.run.sessions.lend(context, principal) };
    },
  }));
});
