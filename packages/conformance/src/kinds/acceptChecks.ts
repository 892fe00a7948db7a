import { acceptTogether } from '../checks/acceptTogether.ts';
import { distinguishingProperties, sentProperties } from '../checks/bodies.ts';
import type { Body } from '../checks/bodies.ts';
import type { Book } from '../checks/book.ts';
import { needsOf } from '../checks/book.ts';
import type { Check } from '../checks/check.ts';
import type { Clause, Property, Operation } from '../checks/contractTypes.ts';
import type { CheckRequest } from '../checks/checkRequest.ts';
import { readBack } from '../checks/readBack.ts';
import { exchanged, queryOf } from './exchangeChecks.ts';
import { rightRequest } from '../checks/requests.ts';
import type { Wanted } from '../checks/requests.ts';
import { plainValues, takes, textOfLength } from '../checks/samples.ts';
import type { Script } from '../checks/samples.ts';
import type { CheckContext } from '../checks/checkContext.ts';
import type { JsonValue } from '../wire/jsonValue.ts';

/** Requests that are right in a particular way, and what their responses must be. Signing in has checks of its own. */
export function acceptChecks(book: Book): readonly Check[] {
  return book.contract.operations
    .filter(({ action }) => action.does !== 'open' && action.does !== 'close')
    .flatMap((operation) => [
      ...plainChecks(book, operation),
      ...limitChecks(book, operation),
      ...valueChecks(book, operation),
      ...spellingChecks(book, operation),
    ]);
}

function checkFor(
  book: Book,
  operation: Operation,
  id: string,
  clauses: readonly string[],
  run: (context: CheckContext) => Promise<void>,
): Check {
  return {
    id,
    clauses,
    operation: operation.id,
    needs: needsOf(operation),
    principals: book.callers(operation),
    run,
  };
}

/** The closed values of properties that are kept as sent, the first or the last of each. */
function closedValues(operation: Operation, which: 'first' | 'last'): Body {
  const values = sentProperties(operation).flatMap((property): [string, JsonValue][] => {
    const plain = plainValues(property);
    const value = which === 'first' ? plain[0] : plain.at(-1);
    return value === undefined ? [] : [[property.name, value]];
  });
  return Object.fromEntries(values);
}

function plainChecks(book: Book, operation: Operation): readonly Check[] {
  const alternatives = book.of(operation, 'alternative');
  const own = (index: number): readonly string[] =>
    alternatives
      .filter(({ element }) => element === alternativeName(operation, index))
      .map(({ id }) => id);
  const minimal = book.find(operation, 'minimal');
  const full = book.find(operation, 'full');
  const unknown = book.find(operation, 'unknownProperty');
  const send =
    (
      ids: readonly string[],
      wanted: Wanted,
      change: (request: CheckRequest, context: CheckContext) => CheckRequest,
    ) =>
    async (context: CheckContext) => {
      await acceptTogether(context, ids, async () =>
        change(await rightRequest(context, operation, wanted), context),
      );
    };
  const raw = (request: CheckRequest): CheckRequest => ({ ...request, raw: true });
  const first = minimal === undefined ? [] : [minimal, ...own(0)];
  return [
    ...(minimal === undefined
      ? []
      : [
          checkFor(
            book,
            operation,
            minimal,
            [...first, ...book.responses(operation)],
            send(first, { given: closedValues(operation, 'first') }, raw),
          ),
        ]),
    ...(full === undefined ? [] : [fullCheck(book, operation, full, unknown)]),
    ...(full !== undefined || unknown === undefined
      ? []
      : [
          checkFor(
            book,
            operation,
            unknown,
            [unknown],
            send([unknown], {}, (request, context) => withUnknown(context, request)),
          ),
        ]),
    ...(operation.body?.alternatives ?? []).flatMap((_, index) => {
      const [id] = index === 0 ? [] : own(index);
      return id === undefined
        ? []
        : [checkFor(book, operation, id, [id], send([id], { alternative: index }, raw))];
    }),
  ];
}

/** With a property that is not documented, and with a key where only the path has one. */
function withUnknown(context: CheckContext, request: CheckRequest): CheckRequest {
  const { action, body } = request.operation;
  const key = 'resource' in action ? context.run.resource(action.resource).key : undefined;
  const documented = body?.properties.some(({ name }) => name === key) === true;
  return {
    ...request,
    body: {
      ...(request.body as Body),
      oidcAdminUnknown: 'not documented',
      ...(key === undefined || documented ? {} : { [key]: context.run.pool.newKey() }),
    },
  };
}

/** Everything that is documented, and a property that is not: it is ignored. */
function fullCheck(
  book: Book,
  operation: Operation,
  full: string,
  unknown: string | undefined,
): Check {
  const ids = unknown === undefined ? [full] : [full, unknown];
  return checkFor(
    book,
    operation,
    full,
    [...ids, ...book.responses(operation)],
    async (context) => {
      const sent = await acceptTogether(context, ids, async (wanted) => {
        const right = await rightRequest(context, operation, {
          properties: wanted.includes(full) ? 'full' : 'minimal',
          given: closedValues(operation, 'last'),
        });
        const query = queryOf(context, operation, (name) => !exchanged(operation).includes(name));
        const request = { ...right, query };
        return unknown !== undefined && wanted.includes(unknown)
          ? withUnknown(context, request)
          : request;
      });
      if (sent.accepted && operation.action.does === 'replace')
        await readBack(context, sent.request);
    },
  );
}

/** As the contract names an alternative: by the properties that set it apart. */
function alternativeName({ body }: Operation, index: number): string {
  const waits = body === undefined ? [] : distinguishingProperties(body, index);
  return waits.length === 0 ? '$' : waits.join('+');
}

function limitChecks(book: Book, operation: Operation): readonly Check[] {
  const scripts: readonly Script[] = ['ascii', 'unicode'];
  const longest = scripts.flatMap((script) => {
    const clauses = limited(book, operation, 'atMaxLength').filter(
      ({ property }) =>
        takes(property, script) && (script === 'ascii' || !isKey(book, operation, property)),
    );
    return lengthCheck(book, operation, clauses, 'atMaxLength', script);
  });
  const path = book.of(operation, 'atMaxLength').filter((clause) => clause.in === 'path');
  const numbers = [
    ...limited(book, operation, 'atMinimum'),
    ...limited(book, operation, 'atMaximum'),
  ];
  return [
    ...longest,
    ...lengthCheck(
      book,
      operation,
      limited(book, operation, 'atMinLength'),
      'atMinLength',
      'ascii',
    ),
    ...numbers.map(({ clause, property }) =>
      checkFor(book, operation, clause.id, [clause.id], async (context) => {
        const right = await rightRequest(context, operation);
        await context.send(
          { ...right, body: { ...right.body, [property.name]: clause.value ?? 0 } },
          { blame: [clause.id] },
        );
      }),
    ),
    ...path.map((clause) => longKeyCheck(book, operation, clause)),
  ];
}

interface Limited {
  readonly clause: Clause;
  readonly property: Property;
}

function limited(book: Book, operation: Operation, kind: Clause['kind']): readonly Limited[] {
  const properties = new Map(
    sentProperties(operation).map((property) => [property.name, property]),
  );
  return book.of(operation, kind).flatMap((clause) => {
    const property = clause.in === undefined ? properties.get(clause.element ?? '') : undefined;
    return property === undefined ? [] : [{ clause, property }];
  });
}

function isKey(book: Book, { action }: Operation, { name }: Property): boolean {
  return book.contract.resources.some(
    (one) => 'resource' in action && one.name === action.resource && one.key === name,
  );
}

/** All properties at their limits at once, in one kind of characters. */
function lengthCheck(
  book: Book,
  operation: Operation,
  all: readonly Limited[],
  kind: 'atMaxLength' | 'atMinLength',
  script: Script,
): readonly Check[] {
  if (all.length === 0) return [];
  const ids = all.map(({ clause }) => clause.id);
  const build = (context: CheckContext) => async (wanted: readonly string[]) => {
    const right = await rightRequest(context, operation);
    const values = all
      .filter(({ clause }) => wanted.includes(clause.id))
      .map(({ clause, property }): [string, JsonValue] => {
        const start = isKey(book, operation, property) ? `${context.run.pool.newKey()}AZ` : '';
        return [
          property.name,
          textOfLength(property, Number(clause.value), script, context.run.source, start),
        ];
      });
    return { ...right, body: { ...right.body, ...Object.fromEntries(values) } };
  };
  return [
    checkFor(
      book,
      operation,
      `${book.contract.api}.${operation.id}.${kind}/${script}`,
      ids,
      async (context) => {
        const sent = await acceptTogether(context, ids, build(context));
        const named = all.some(({ property }) => isKey(book, operation, property));
        if (sent.accepted && (named || operation.action.does !== 'create'))
          await readBack(context, sent.request);
      },
    ),
  ];
}

/** A path with the longest key that there may be. */
function longKeyCheck(book: Book, operation: Operation, { id, value }: Clause): Check {
  return checkFor(book, operation, id, [id], async (context) => {
    const { run } = context;
    if (!('resource' in operation.action)) return;
    const resource = run.resource(operation.action.resource);
    const longest = Number(value);
    const known = run.pool.known(resource, '').find(({ key }) => key.length === longest);
    const create = resource.operations.create;
    if (known === undefined && create !== undefined && run.parameters.level !== 'default') {
      const ref = run.pool.at(resource, '', run.pool.newKey().padEnd(longest, 'x'));
      await context.send(await rightRequest(context, context.operation(create), { ref }), {
        blame: [id],
      });
    }
    const ref = run.pool.known(resource, '').find(({ key }) => key.length === longest);
    if (ref === undefined) return;
    await context.send(await rightRequest(context, operation, { ref }), { blame: [id] });
  });
}

/** Every other spelling of the closed values: the documented ones are in every right request. */
function valueChecks(book: Book, operation: Operation): readonly Check[] {
  const clauses = limited(book, operation, 'enumValue');
  const most = Math.max(
    0,
    ...clauses.map(({ property }) => Object.keys(property.normalised ?? {}).length),
  );
  const ids = clauses.map(({ clause }) => clause.id);
  if (ids.length === 0) return [];
  return Array.from({ length: Math.max(most, 1) }, (_, index) => {
    const values = clauses.map(({ property }): [string, JsonValue] => {
      const aliases = Object.keys(property.normalised ?? {});
      return [
        property.name,
        aliases[index % Math.max(aliases.length, 1)] ?? sampledValue(property),
      ];
    });
    const kept = most === 0 ? [] : normalisedRule(book, operation);
    return checkFor(
      book,
      operation,
      `${book.contract.api}.${operation.id}.enumValue/${index + 1}`,
      [...ids, ...kept],
      async (context) => {
        const sent = await acceptTogether(context, ids, async (wanted) => {
          const right = await rightRequest(context, operation);
          const chosen = values.filter(([name]) =>
            clauses.some(({ clause }) => clause.element === name && wanted.includes(clause.id)),
          );
          return { ...right, body: { ...right.body, ...Object.fromEntries(chosen) } };
        });
        if (sent.accepted && kept.length > 0 && operation.action.does !== 'create')
          await readBack(context, sent.request);
      },
    );
  });
}

/** The rule that a value with several spellings reads back in the documented one. */
function normalisedRule(book: Book, { action }: Operation): readonly string[] {
  const resource = book.contract.resources.find(
    ({ name }) => 'resource' in action && name === action.resource,
  );
  const id = resource === undefined ? undefined : book.rule(resource, 'normalised');
  return id === undefined ? [] : [id];
}

function sampledValue(property: Property): JsonValue {
  return plainValues(property)[0] ?? null;
}

function spellingChecks(book: Book, operation: Operation): readonly Check[] {
  const found = (['pathCase', 'trailingSlash', 'charset'] as const).flatMap((kind) => {
    const id = book.find(operation, kind);
    return id === undefined ? [] : [{ kind, id }];
  });
  if (found.length === 0) return [];
  const ids = found.map(({ id }) => id);
  return [
    checkFor(
      book,
      operation,
      `${book.contract.api}.${operation.id}.spelling`,
      ids,
      async (context) => {
        await acceptTogether(context, ids, async (wanted) => {
          const right = await rightRequest(context, operation);
          return respelled(
            right,
            found.filter(({ id }) => wanted.includes(id)).map(({ kind }) => kind),
          );
        });
      },
    ),
  ];
}

/** The same request in another spelling that means the same. */
export function respelled(
  right: CheckRequest,
  kinds: readonly ('pathCase' | 'trailingSlash' | 'charset')[],
): CheckRequest {
  return {
    ...right,
    spelling: {
      ...(kinds.includes('pathCase') ? { check: 'swapped' as const } : {}),
      ...(kinds.includes('trailingSlash') ? { slash: 'other' as const } : {}),
    },
    ...(kinds.includes('charset')
      ? { mediaType: `${right.operation.body?.mediaType ?? ''}; charset=utf-8` }
      : {}),
  };
}
