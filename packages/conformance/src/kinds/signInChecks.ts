import { acceptTogether } from '../checks/acceptTogether.ts';
import type { RunContext, TestPrincipal } from '../checks/runContext.ts';
import { textIn } from '../checks/runContext.ts';
import type { Book } from '../checks/book.ts';
import type { Check } from '../checks/check.ts';
import { NotRun } from '../checks/check.ts';
import type { Operation } from '../checks/contractTypes.ts';
import type { CheckRequest } from '../checks/checkRequest.ts';
import { rightRequest } from '../checks/requests.ts';
import { bodyOf } from '../checks/bodies.ts';
import type { CheckContext } from '../checks/checkContext.ts';
import { respelled } from './acceptChecks.ts';
import { textOf } from '../checks/json.ts';

type Respelling = 'pathCase' | 'trailingSlash' | 'charset';
const respellings: readonly Respelling[] = ['pathCase', 'trailingSlash', 'charset'];

/** Opening and closing a session with the right credentials, in every spelling. */
export function signInChecks(book: Book): readonly Check[] {
  return book.contract.operations.flatMap((operation) => {
    if (operation.action.does === 'open') return openChecks(book, operation);
    if (operation.action.does === 'close') return closeChecks(book, operation);
    return [];
  });
}

function spelled(
  book: Book,
  operation: Operation,
): readonly { readonly id: string; readonly kind: Respelling }[] {
  return respellings.flatMap((kind) => {
    const id = book.find(operation, kind);
    return id === undefined ? [] : [{ id, kind }];
  });
}

function openChecks(book: Book, operation: Operation): readonly Check[] {
  const signIn = book.find(operation, 'signIn');
  const unknown = book.find(operation, 'unknownProperty');
  const ways = spelled(book, operation);
  const base = { operation: operation.id, needs: 'default', principals: ['default'] } as const;
  const open = async (
    context: CheckContext,
    clauses: readonly string[],
    change: (right: CheckRequest, wanted: readonly string[]) => CheckRequest,
  ) => {
    const principal = someone(context.run);
    const alone = !clauses.some((id) => id.endsWith('.signIn'));
    if (!alone) await context.run.sessions.of(context, principal);
    const sent = await acceptTogether(context, clauses, async (wanted) =>
      change(rightSignIn(context.run, operation, principal), wanted),
    );
    if (!sent.accepted) return;
    if (!alone) await othersGoOn(context, book, clauses);
    await signOut(context, principal, sent.response?.json);
  };
  return [
    ...(signIn === undefined
      ? []
      : [
          {
            ...base,
            id: signIn,
            clauses: [
              signIn,
              ...book.responses(operation),
              ...(unknown === undefined ? [] : [unknown]),
            ],
            run: (context: CheckContext) =>
              open(
                context,
                [signIn, ...(unknown === undefined ? [] : [unknown])],
                (right, wanted) => ({
                  ...right,
                  raw: true,
                  ...(unknown !== undefined && wanted.includes(unknown)
                    ? { body: { ...(right.body as object), oidcAdminUnknown: 'not documented' } }
                    : {}),
                }),
              ),
          },
        ]),
    ...(ways.length === 0
      ? []
      : [
          {
            ...base,
            id: `${book.contract.api}.${operation.id}.spelling`,
            clauses: ways.map(({ id }) => id),
            run: (context: CheckContext) =>
              open(
                context,
                ways.map(({ id }) => id),
                (right, wanted) =>
                  respelled(
                    right,
                    ways.filter(({ id }) => wanted.includes(id)).map(({ kind }) => kind),
                  ),
              ),
          },
        ]),
  ];
}

function closeChecks(book: Book, operation: Operation): readonly Check[] {
  const minimal = book.find(operation, 'minimal');
  const ways = spelled(book, operation);
  const base = { operation: operation.id, needs: 'default', principals: ['default'] } as const;
  const close = async (
    context: CheckContext,
    clauses: readonly string[],
    change: (right: CheckRequest, wanted: readonly string[]) => CheckRequest,
    who = someone(context.run),
  ) => {
    await acceptTogether(context, clauses, async (wanted) => {
      const { opened } = await context.run.sessions.another(context, who);
      return { ...change(await rightRequest(context, operation), wanted), opened };
    });
  };
  return [
    ...(minimal === undefined
      ? []
      : [
          {
            ...base,
            id: minimal,
            clauses: [minimal, ...book.responses(operation)],
            run: (context: CheckContext) =>
              close(context, [minimal], (right) => ({ ...right, raw: true })),
          },
        ]),
    ...(ways.length === 0
      ? []
      : [
          {
            ...base,
            id: `${book.contract.api}.${operation.id}.spelling`,
            clauses: ways.map(({ id }) => id),
            run: (context: CheckContext) =>
              close(
                context,
                ways.map(({ id }) => id),
                (right, wanted) =>
                  respelled(
                    right,
                    ways.filter(({ id }) => wanted.includes(id)).map(({ kind }) => kind),
                  ),
                // Whoever is signed in may sign out, whatever the role.
                context.run.principals.at(-1),
              ),
          },
        ]),
  ];
}

function someone({ principals, missing }: RunContext): TestPrincipal {
  const [first] = principals;
  if (first === undefined)
    throw new NotRun('principal', 'nobody who may sign in is known', missing[0]?.variable);
  return first;
}

/** A log-on of a real user with the right password, and with what a tool always sends. */
function rightSignIn(
  run: RunContext,
  operation: Operation,
  principal: TestPrincipal,
): CheckRequest {
  const { username = '', password = '' } = operation.session ?? {};
  const given = {
    [username]: textIn(principal, username),
    [password]: textIn(principal, password),
  };
  const path = Object.fromEntries(
    operation.parameters
      .filter((one) => one.in === 'path')
      .map((one) => [one.name, textOf(one.enum?.[0])]),
  );
  return {
    operation,
    path,
    body: bodyOf(operation, { properties: 'minimal', number: 0, given }, run.source),
  };
}

/** A log-on with what a tool always sends leaves the other sessions alone: they still ask for what changes nothing. */
async function othersGoOn(
  context: CheckContext,
  { contract }: Book,
  clauses: readonly string[],
): Promise<void> {
  const harmless = contract.operations.find(
    ({ security, changes, path }) => security !== undefined && !changes && !path.includes('{'),
  );
  if (harmless === undefined) return;
  await context.send({ operation: harmless, path: {} }, { blame: clauses });
}

async function signOut(
  context: CheckContext,
  principal: TestPrincipal,
  token: unknown,
): Promise<void> {
  const { contract, credentials } = context.run;
  const operation = contract.operations.find(({ action }) => action.does === 'close');
  const header = contract.security[operation?.security ?? '']?.header;
  if (operation === undefined || header === undefined || typeof token !== 'string') return;
  credentials.add(token);
  await context.send({
    operation,
    path: {},
    by: principal.name,
    opened: {
      token,
      authorize: (request) => ({ ...request, headers: { ...request.headers, [header]: token } }),
      close: async () => undefined,
    },
  });
}
