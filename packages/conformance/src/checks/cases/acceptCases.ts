import { acceptTogether } from '../acceptTogether.ts';
import { propertiesApart, sentProperties } from '../bodies.ts';
import type { Body } from '../bodies.ts';
import type { Book } from '../book.ts';
import { needsOf } from '../book.ts';
import type { Case } from '../case.ts';
import type { Clause, Property, Operation } from '../contractTypes.ts';
import type { Intent } from '../intent.ts';
import { readBack } from '../readBack.ts';
import { exchanged, queryOf } from './exchangeCases.ts';
import { rightRequest } from '../requests.ts';
import type { Wanted } from '../requests.ts';
import { plainValues, takes, textOfLength } from '../samples.ts';
import type { Script } from '../samples.ts';
import type { Trial } from '../trial.ts';
import type { JsonValue } from '../../wire/jsonValue.ts';

/** Requests that are right in a particular way, and what their responses must be. Signing in has cases of its own. */
export function acceptCases(book: Book): readonly Case[] {
  return book.contract.operations
    .filter(({ action }) => action.does !== 'open' && action.does !== 'close')
    .flatMap((operation) => [
      ...plainCases(book, operation),
      ...limitCases(book, operation),
      ...valueCases(book, operation),
      ...spellingCases(book, operation),
    ]);
}

function caseOf(
  book: Book,
  operation: Operation,
  id: string,
  clauses: readonly string[],
  run: (trial: Trial) => Promise<void>,
): Case {
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

function plainCases(book: Book, operation: Operation): readonly Case[] {
  const alternatives = book.of(operation, 'alternative');
  const own = (index: number): readonly string[] =>
    alternatives
      .filter(({ subject }) => subject === alternativeName(operation, index))
      .map(({ id }) => id);
  const minimal = book.find(operation, 'minimal');
  const full = book.find(operation, 'full');
  const unknown = book.find(operation, 'unknownProperty');
  const send =
    (ids: readonly string[], wanted: Wanted, change: (intent: Intent, trial: Trial) => Intent) =>
    async (trial: Trial) => {
      await acceptTogether(trial, ids, async () =>
        change(await rightRequest(trial, operation, wanted), trial),
      );
    };
  const raw = (intent: Intent): Intent => ({ ...intent, raw: true });
  const first = minimal === undefined ? [] : [minimal, ...own(0)];
  return [
    ...(minimal === undefined
      ? []
      : [
          caseOf(
            book,
            operation,
            minimal,
            [...first, ...book.responses(operation)],
            send(first, { given: closedValues(operation, 'first') }, raw),
          ),
        ]),
    ...(full === undefined ? [] : [fullCase(book, operation, full, unknown)]),
    ...(full !== undefined || unknown === undefined
      ? []
      : [
          caseOf(
            book,
            operation,
            unknown,
            [unknown],
            send([unknown], {}, (intent, trial) => withUnknown(trial, intent)),
          ),
        ]),
    ...(operation.body?.alternatives ?? []).flatMap((_, index) => {
      const [id] = index === 0 ? [] : own(index);
      return id === undefined
        ? []
        : [caseOf(book, operation, id, [id], send([id], { alternative: index }, raw))];
    }),
  ];
}

/** With a property that is not documented, and with a key where only the path has one. */
function withUnknown(trial: Trial, intent: Intent): Intent {
  const { action, body } = intent.operation;
  const key = 'resource' in action ? trial.bench.resource(action.resource).key : undefined;
  const documented = body?.properties.some(({ name }) => name === key) === true;
  return {
    ...intent,
    body: {
      ...(intent.body as Body),
      oidcAdminUnknown: 'not documented',
      ...(key === undefined || documented ? {} : { [key]: trial.bench.subjects.newKey() }),
    },
  };
}

/** Everything that is documented, and a property that is not: it is ignored. */
function fullCase(
  book: Book,
  operation: Operation,
  full: string,
  unknown: string | undefined,
): Case {
  const ids = unknown === undefined ? [full] : [full, unknown];
  return caseOf(book, operation, full, [...ids, ...book.responses(operation)], async (trial) => {
    const sent = await acceptTogether(trial, ids, async (wanted) => {
      const right = await rightRequest(trial, operation, {
        properties: wanted.includes(full) ? 'full' : 'minimal',
        given: closedValues(operation, 'last'),
      });
      const query = queryOf(trial, operation, (name) => !exchanged(operation).includes(name));
      const intent = { ...right, query };
      return unknown !== undefined && wanted.includes(unknown)
        ? withUnknown(trial, intent)
        : intent;
    });
    if (sent.accepted && operation.action.does === 'replace') await readBack(trial, sent.intent);
  });
}

/** As the contract names an alternative: by the properties that set it apart. */
function alternativeName({ body }: Operation, index: number): string {
  const apart = body === undefined ? [] : propertiesApart(body, index);
  return apart.length === 0 ? '$' : apart.join('+');
}

function limitCases(book: Book, operation: Operation): readonly Case[] {
  const scripts: readonly Script[] = ['ascii', 'unicode'];
  const longest = scripts.flatMap((script) => {
    const clauses = limited(book, operation, 'atMaxLength').filter(
      ({ property }) =>
        takes(property, script) && (script === 'ascii' || !isKey(book, operation, property)),
    );
    return lengthCase(book, operation, clauses, 'atMaxLength', script);
  });
  const path = book.of(operation, 'atMaxLength').filter((clause) => clause.in === 'path');
  const numbers = [
    ...limited(book, operation, 'atMinimum'),
    ...limited(book, operation, 'atMaximum'),
  ];
  return [
    ...longest,
    ...lengthCase(book, operation, limited(book, operation, 'atMinLength'), 'atMinLength', 'ascii'),
    ...numbers.map(({ clause, property }) =>
      caseOf(book, operation, clause.id, [clause.id], async (trial) => {
        const right = await rightRequest(trial, operation);
        await trial.send(
          { ...right, body: { ...right.body, [property.name]: clause.value ?? 0 } },
          { blame: [clause.id] },
        );
      }),
    ),
    ...path.map((clause) => longKeyCase(book, operation, clause)),
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
    const property = clause.in === undefined ? properties.get(clause.subject ?? '') : undefined;
    return property === undefined ? [] : [{ clause, property }];
  });
}

function isKey(book: Book, { action }: Operation, { name }: Property): boolean {
  return book.contract.resources.some(
    (one) => 'resource' in action && one.name === action.resource && one.key === name,
  );
}

/** All properties at their limits at once, in one kind of characters. */
function lengthCase(
  book: Book,
  operation: Operation,
  all: readonly Limited[],
  kind: 'atMaxLength' | 'atMinLength',
  script: Script,
): readonly Case[] {
  if (all.length === 0) return [];
  const ids = all.map(({ clause }) => clause.id);
  const build = (trial: Trial) => async (wanted: readonly string[]) => {
    const right = await rightRequest(trial, operation);
    const values = all
      .filter(({ clause }) => wanted.includes(clause.id))
      .map(({ clause, property }): [string, JsonValue] => {
        const start = isKey(book, operation, property) ? `${trial.bench.subjects.newKey()}AZ` : '';
        return [
          property.name,
          textOfLength(property, Number(clause.value), script, trial.bench.source, start),
        ];
      });
    return { ...right, body: { ...right.body, ...Object.fromEntries(values) } };
  };
  return [
    caseOf(
      book,
      operation,
      `${book.contract.api}.${operation.id}.${kind}/${script}`,
      ids,
      async (trial) => {
        const sent = await acceptTogether(trial, ids, build(trial));
        const named = all.some(({ property }) => isKey(book, operation, property));
        if (sent.accepted && (named || operation.action.does !== 'create'))
          await readBack(trial, sent.intent);
      },
    ),
  ];
}

/** A path with the longest key that there may be. */
function longKeyCase(book: Book, operation: Operation, { id, value }: Clause): Case {
  return caseOf(book, operation, id, [id], async (trial) => {
    const { bench } = trial;
    if (!('resource' in operation.action)) return;
    const resource = bench.resource(operation.action.resource);
    const longest = Number(value);
    const known = bench.subjects.known(resource, '').find(({ key }) => key.length === longest);
    const create = resource.operations.create;
    if (known === undefined && create !== undefined && bench.run.level !== 'default') {
      const subject = bench.subjects.at(resource, '', bench.subjects.newKey().padEnd(longest, 'x'));
      await trial.send(await rightRequest(trial, trial.operation(create), { subject }), {
        blame: [id],
      });
    }
    const subject = bench.subjects.known(resource, '').find(({ key }) => key.length === longest);
    if (subject === undefined) return;
    await trial.send(await rightRequest(trial, operation, { subject }), { blame: [id] });
  });
}

/** Every other spelling of the closed values: the documented ones are in every right request. */
function valueCases(book: Book, operation: Operation): readonly Case[] {
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
    return caseOf(
      book,
      operation,
      `${book.contract.api}.${operation.id}.enumValue/${index + 1}`,
      [...ids, ...kept],
      async (trial) => {
        const sent = await acceptTogether(trial, ids, async (wanted) => {
          const right = await rightRequest(trial, operation);
          const chosen = values.filter(([name]) =>
            clauses.some(({ clause }) => clause.subject === name && wanted.includes(clause.id)),
          );
          return { ...right, body: { ...right.body, ...Object.fromEntries(chosen) } };
        });
        if (sent.accepted && kept.length > 0 && operation.action.does !== 'create')
          await readBack(trial, sent.intent);
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

function spellingCases(book: Book, operation: Operation): readonly Case[] {
  const found = (['pathCase', 'trailingSlash', 'charset'] as const).flatMap((kind) => {
    const id = book.find(operation, kind);
    return id === undefined ? [] : [{ kind, id }];
  });
  if (found.length === 0) return [];
  const ids = found.map(({ id }) => id);
  return [
    caseOf(book, operation, `${book.contract.api}.${operation.id}.spelling`, ids, async (trial) => {
      await acceptTogether(trial, ids, async (wanted) => {
        const right = await rightRequest(trial, operation);
        return respelled(
          right,
          found.filter(({ id }) => wanted.includes(id)).map(({ kind }) => kind),
        );
      });
    }),
  ];
}

/** The same request in another spelling that means the same. */
export function respelled(
  right: Intent,
  kinds: readonly ('pathCase' | 'trailingSlash' | 'charset')[],
): Intent {
  return {
    ...right,
    spelling: {
      ...(kinds.includes('pathCase') ? { case: 'swapped' as const } : {}),
      ...(kinds.includes('trailingSlash') ? { slash: 'other' as const } : {}),
    },
    ...(kinds.includes('charset')
      ? { mediaType: `${right.operation.body?.mediaType ?? ''}; charset=utf-8` }
      : {}),
  };
}
