import { acceptTogether } from '../acceptTogether.ts';
import type { Bench, Somebody } from '../bench.ts';
import { textIn } from '../bench.ts';
import type { Book } from '../book.ts';
import type { Case } from '../case.ts';
import { NotRun } from '../case.ts';
import type { Operation } from '../contractTypes.ts';
import type { Intent } from '../intent.ts';
import { rightRequest } from '../requests.ts';
import { bodyOf } from '../bodies.ts';
import type { Trial } from '../trial.ts';
import { respelled } from './acceptCases.ts';
import { textOf } from '../json.ts';

type Respelling = 'pathCase' | 'trailingSlash' | 'charset';
const respellings: readonly Respelling[] = ['pathCase', 'trailingSlash', 'charset'];

/** Opening and closing a session with the right credentials, in every spelling. */
export function signInCases(book: Book): readonly Case[] {
  return book.contract.operations.flatMap((operation) => {
    if (operation.action.does === 'open') return openCases(book, operation);
    if (operation.action.does === 'close') return closeCases(book, operation);
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

function openCases(book: Book, operation: Operation): readonly Case[] {
  const signIn = book.find(operation, 'signIn');
  const unknown = book.find(operation, 'unknownProperty');
  const ways = spelled(book, operation);
  const base = { operation: operation.id, needs: 'default', principals: ['default'] } as const;
  const open = async (
    trial: Trial,
    clauses: readonly string[],
    change: (right: Intent, wanted: readonly string[]) => Intent,
  ) => {
    const principal = someone(trial.bench);
    const alone = !clauses.some((id) => id.endsWith('.signIn'));
    if (!alone) await trial.bench.sessions.of(trial, principal);
    const sent = await acceptTogether(trial, clauses, async (wanted) =>
      change(rightSignIn(trial.bench, operation, principal), wanted),
    );
    if (!sent.accepted) return;
    if (!alone) await othersGoOn(trial, book, clauses);
    await signOut(trial, principal, sent.response?.json);
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
            run: (trial: Trial) =>
              open(
                trial,
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
            run: (trial: Trial) =>
              open(
                trial,
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

function closeCases(book: Book, operation: Operation): readonly Case[] {
  const minimal = book.find(operation, 'minimal');
  const ways = spelled(book, operation);
  const base = { operation: operation.id, needs: 'default', principals: ['default'] } as const;
  const close = async (
    trial: Trial,
    clauses: readonly string[],
    change: (right: Intent, wanted: readonly string[]) => Intent,
    who = someone(trial.bench),
  ) => {
    await acceptTogether(trial, clauses, async (wanted) => {
      const { opened } = await trial.bench.sessions.another(trial, who);
      return { ...change(await rightRequest(trial, operation), wanted), opened };
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
            run: (trial: Trial) => close(trial, [minimal], (right) => ({ ...right, raw: true })),
          },
        ]),
    ...(ways.length === 0
      ? []
      : [
          {
            ...base,
            id: `${book.contract.api}.${operation.id}.spelling`,
            clauses: ways.map(({ id }) => id),
            run: (trial: Trial) =>
              close(
                trial,
                ways.map(({ id }) => id),
                (right, wanted) =>
                  respelled(
                    right,
                    ways.filter(({ id }) => wanted.includes(id)).map(({ kind }) => kind),
                  ),
                // Whoever is signed in may sign out, whatever the role.
                trial.bench.principals.at(-1),
              ),
          },
        ]),
  ];
}

function someone({ principals, missing }: Bench): Somebody {
  const [first] = principals;
  if (first === undefined)
    throw new NotRun('nobody who may sign in is known', missing[0]?.variable);
  return first;
}

/** A log-on of a real user with the right password, and with what a tool always sends. */
function rightSignIn(bench: Bench, operation: Operation, principal: Somebody): Intent {
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
    body: bodyOf(operation, { properties: 'minimal', number: 0, given }, bench.source),
  };
}

/** A log-on with what a tool always sends leaves the other sessions alone: they still ask for what changes nothing. */
async function othersGoOn(
  trial: Trial,
  { contract }: Book,
  clauses: readonly string[],
): Promise<void> {
  const harmless = contract.operations.find(
    ({ security, changes, path }) => security !== undefined && !changes && !path.includes('{'),
  );
  if (harmless === undefined) return;
  await trial.send({ operation: harmless, path: {} }, { blame: clauses });
}

async function signOut(trial: Trial, principal: Somebody, token: unknown): Promise<void> {
  const { contract, credentials } = trial.bench;
  const operation = contract.operations.find(({ action }) => action.does === 'close');
  const header = contract.security[operation?.security ?? '']?.header;
  if (operation === undefined || header === undefined || typeof token !== 'string') return;
  credentials.add(token);
  await trial.send({
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
