import { deref, isObject } from '@oidc-admin/contract';

type Values = Readonly<Record<string, unknown>>;

/** A call that every client makes: its values, and the status that the mock is told to answer. */
export interface SharedCall {
  readonly operation: string;
  /** What it is there for, for people. */
  readonly what: string;
  /** The names of the parameters of path and query, in the order of the document. */
  readonly parameters: readonly string[];
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body?: Values;
  readonly answer: number;
  /** Whether the operation needs a sign-in. */
  readonly signedIn: boolean;
}

interface Schema {
  readonly type?: string;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly enum?: readonly unknown[];
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly contentMediaType?: string;
}

type Examples = Readonly<Record<string, { readonly value?: unknown }>>;

interface WireParameter {
  readonly name: string;
  readonly in: string;
  readonly schema: Schema;
  readonly example?: unknown;
  readonly examples?: Examples;
}

interface WireOperation {
  readonly operationId: string;
  readonly parameters?: readonly WireParameter[];
  readonly security?: readonly object[];
  readonly requestBody?: {
    readonly content: Readonly<
      Record<string, { readonly schema: Schema; readonly examples?: Examples }>
    >;
  };
  readonly responses: Readonly<Record<string, unknown>>;
}

/** What is written otherwise in JSON, in a query or in a path by programs that do not agree. */
const oddText = ' Zoë & Co. +%/?#"\\\'()*~ 漢字 😀\n<b>';
const oddInPath = `Zoë.~!$'()*,;=:@漢字`;
const oddUrl = 'https://idp.example.net/a%20b/%C3%A4?c=d&e=%2B#f';

/**
 * Lists calls of every operation of a plain copy: each example; of each alternative of a body what is required, everything,
 * and each other property alone; odd characters wherever any text may stand; each query parameter; each documented error.
 */
export function listCalls(plain: unknown): readonly SharedCall[] {
  const { paths, security = [] } = deref(plain) as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    readonly security?: readonly object[];
  };
  return Object.values(paths).flatMap((item) => {
    const shared = (item['parameters'] ?? []) as readonly WireParameter[];
    return Object.values(item)
      .filter((one) => isObject(one) && 'operationId' in one)
      .flatMap((one) => callsOfOperation(one as WireOperation, shared, security));
  });
}

function callsOfOperation(
  operation: WireOperation,
  shared: readonly WireParameter[],
  security: readonly object[],
): readonly SharedCall[] {
  const parameters = [...shared, ...(operation.parameters ?? [])];
  const inPath = parameters.filter((one) => one.in === 'path');
  const path = Object.fromEntries(inPath.map((one) => [one.name, exampleOf(one)]));
  const statuses = Object.keys(operation.responses).map(Number);
  const bodies = bodiesOf(operation);
  const [first] = bodies;
  const base = {
    operation: operation.operationId,
    parameters: parameters.map(({ name }) => name),
    path,
    query: {},
    ...(first && { body: first.body }),
    answer: statuses.find((status) => status < 300) ?? 200,
    signedIn: (operation.security ?? security).length > 0,
  };
  const oddPaths = inPath
    .filter(({ schema }) => schema.enum === undefined && fits(oddInPath, schema))
    .map(({ name }) => ({
      ...base,
      what: `odd ${name}`,
      path: { ...path, [name]: oddInPath },
      // Nothing has such an id.
      answer: 404,
    }));
  const queries = queriesOf(parameters.filter((one) => one.in === 'query'));
  return [
    ...(first ? bodies : [{ what: 'plain' }]).map((given) => ({ ...base, ...given })),
    ...queries.map((given) => ({ ...base, ...given })),
    ...oddPaths,
    ...statuses
      .filter((status) => status >= 400)
      .map((answer) => ({ ...base, what: `answered with ${answer}`, answer })),
  ];
}

function exampleOf({ example, examples = {}, schema }: WireParameter): string {
  return String(example ?? Object.values(examples)[0]?.value ?? valueOf(schema));
}

function queriesOf(
  parameters: readonly WireParameter[],
): readonly Pick<SharedCall, 'what' | 'query'>[] {
  if (parameters.length === 0) return [];
  return [
    ...parameters.flatMap((one) => [
      { what: one.name, query: { [one.name]: exampleOf(one) } },
      { what: `odd ${one.name}`, query: { [one.name]: exampleOf(one) + oddText } },
    ]),
    {
      what: 'every query parameter',
      query: Object.fromEntries(parameters.map((one) => [one.name, exampleOf(one)])),
    },
  ];
}

function bodiesOf({
  requestBody,
}: WireOperation): readonly { readonly what: string; readonly body: Values }[] {
  if (requestBody === undefined) return [];
  return Object.values(requestBody.content).flatMap(({ schema, examples = {} }) => [
    ...Object.entries(examples).map(([name, { value }]) => ({
      what: `example ${name}`,
      body: value as Values,
    })),
    ...(schema.anyOf ?? schema.oneOf ?? [schema]).flatMap(bodiesOfAlternative),
  ]);
}

function bodiesOfAlternative(
  { required = [], properties = {} }: Schema,
  index: number,
): readonly { readonly what: string; readonly body: Values }[] {
  const alternative = `alternative ${index + 1}`;
  const names = Object.keys(properties);
  const all = Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, valueOf(schema)]),
  );
  const needed = Object.fromEntries(required.map((name) => [name, all[name]]));
  return [
    { what: `${alternative}, required`, body: needed },
    { what: `${alternative}, everything`, body: all },
    ...names
      .filter((name) => !required.includes(name))
      .map((name) => ({
        what: `${alternative}, with ${name}`,
        body: { ...needed, [name]: all[name] },
      })),
    ...Object.entries(properties).flatMap(([name, schema]) =>
      otherValues(schema).map((value) => ({
        what: `${alternative}, other ${name}`,
        body: { ...needed, [name]: value },
      })),
    ),
  ];
}

function valueOf({ enum: values, examples, default: preset, type, format }: Schema): unknown {
  const given = examples?.[0] ?? preset ?? values?.[0];
  if (given !== undefined) return given;
  if (type === 'boolean') return true;
  if (type === 'integer') return 1;
  return format === 'password' ? 'an example of a secret' : 'text';
}

/** Further values that are right by the schema. */
function otherValues(schema: Schema): readonly unknown[] {
  const usual = valueOf(schema);
  if (schema.enum !== undefined) return schema.enum.filter((value) => value !== usual);
  if (schema.type === 'boolean') return [!usual];
  if (schema.type === 'integer') return [0, 2_147_483_647];
  if (schema.format === 'uri') return [oddUrl];
  const odd = Array.from(`${String(usual)}${oddText}`)
    .slice(0, schema.maxLength)
    .join('');
  return schema.contentMediaType === undefined && fits(odd, schema) ? [odd] : [];
}

function fits(text: string, { pattern, maxLength = Infinity }: Schema): boolean {
  return (
    Array.from(text).length <= maxLength &&
    (pattern === undefined || new RegExp(pattern, 'u').test(text))
  );
}
