import type { Contract, Operation } from '@oidc-admin/contract';

type Input = Readonly<Record<string, unknown>>;

/** A call of a client's method, with path, query and body properties in one object. */
interface ClientCall {
  readonly operation: string;
  readonly input: Input;
}

/**
 * Lists calls of every operation but those about the session: each with every example of its body, with and without its
 * query. First where nothing is there, then on what was made, then once more, so that taken and unknown keys come up too.
 */
export function everyOperation(
  { operations }: Contract,
  parents: Readonly<Record<string, readonly string[]>>,
): readonly ClientCall[] {
  const doing = (...does: readonly string[]): readonly Operation[] =>
    operations.filter(({ action }) => does.includes(action.does));
  const [reading, making] = [doing('list', 'read', 'ask'), doing('create', 'save')];
  const [replacing, deleting] = [doing('replace'), doing('delete')];
  const order = [
    [reading, making, reading],
    [making, replacing, reading],
    [deleting, deleting, replacing],
  ];

  /** The values that a path parameter can have: the parents that exist, or the keys in the bodies that create. */
  const valuesOf = (name: string): readonly unknown[] =>
    parents[name] ??
    doing('create').flatMap((one) => bodiesOf(one).flatMap((body) => body[name] ?? []));
  const callsOf = (operation: Operation): readonly ClientCall[] => {
    const inPath = operation.parameters.filter(({ in: place }) => place === 'path');
    const paths = inPath.reduce<readonly Input[]>(
      (found, { name }) =>
        found.flatMap((path) => valuesOf(name).map((value) => ({ ...path, [name]: value }))),
      [{}],
    );
    return paths.flatMap((path) =>
      queriesOf(operation).flatMap((query) =>
        bodiesOf(operation).map((body) => ({
          operation: operation.id,
          input: { ...query, ...body, ...path },
        })),
      ),
    );
  };
  return order.flat(2).flatMap(callsOf);
}

function queriesOf({ parameters }: Operation): readonly Input[] {
  const query = parameters.filter(({ in: place }) => place === 'query');
  if (query.length === 0) return [{}];
  return [{}, Object.fromEntries(query.map((one) => [one.name, valueOf(one)]))];
}

function valueOf({ name, enum: values, types }: Operation['parameters'][number]): unknown {
  if (values !== undefined) return values[0];
  if (types.includes('string')) return `judged-${name}`;
  return types.includes('boolean') ? true : 1;
}

function bodiesOf({ body }: Operation): readonly Input[] {
  return body === undefined
    ? [{}]
    : Object.values(body.examples).map((example) => example as Input);
}
