import { printable, UsageError } from '@oidc-admin/client/terminal';

/** How a response can be printed. */
export const outputFormats = ['json', 'yaml', 'table', 'text'] as const;
type OutputFormat = (typeof outputFormats)[number];

type Properties = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isScalar(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

/** One value in one line. */
function cell(value: unknown): string {
  if (value === undefined) return '';
  return printable(typeof value === 'string' ? value : JSON.stringify(value));
}

/**
 * The lines of `text`, which `cut` and `awk` read: scalars separated by tabs, in the order of their names; what is inside has lines
 * of its own, with the name in capitals first.
 */
function textLines(value: unknown, start: readonly string[] = []): string[] {
  if (isScalar(value)) return [[...start, value === null ? 'None' : cell(value)].join('\t')];
  if (Array.isArray(value)) {
    return value.length > 0 && value.every(isScalar)
      ? [[...start, ...value.map(cell)].join('\t')]
      : value.flatMap((one) => textLines(one, start));
  }
  const entries = Object.entries(value as Properties).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const scalars = entries.filter(([, one]) => isScalar(one));
  const own =
    scalars.length === 0 ? [] : [[...start, ...scalars.map(([, one]) => cell(one))].join('\t')];
  const inner = entries.filter(([, one]) => !isScalar(one));
  return [
    ...own,
    ...inner.flatMap(([name, one]) => textLines(one, [printable(name).toUpperCase()])),
  ];
}

/** A name as JMESPath writes it: one with a point or a bracket in it would read like a way to what is inside of another. */
function nameOf(name: string): string {
  return /[.[\]"]/.test(name) ? JSON.stringify(name) : name;
}

/** What is in an object, with what is in objects inside under names such as `info.issuer` and `list[0].id`. */
function flat(value: Properties): Properties {
  const parts = Object.entries(value).flatMap(([given, one]): [string, unknown][] => {
    const name = nameOf(given);
    const inside = isObject(one)
      ? [[name, one] as const]
      : Array.isArray(one) && one.some(isObject)
        ? one.map((item, index) => [`${name}[${index}]`, item] as const)
        : [];
    if (inside.length === 0) return [[name, one]];
    return inside.flatMap(([place, item]) =>
      isObject(item) && Object.keys(item).length > 0
        ? Object.entries(flat(item)).map(([own, leaf]): [string, unknown] => [
            `${place}.${own}`,
            leaf,
          ])
        : [[place, item]],
    );
  });
  return Object.fromEntries(parts);
}

function rowsOf(value: unknown): string[][] {
  if (Array.isArray(value) && value.length > 0 && value.every(isObject)) {
    const rows = value.map(flat);
    const names = [...new Set(rows.flatMap((one) => Object.keys(one)))];
    return [names.map(printable), ...rows.map((one) => names.map((name) => cell(one[name])))];
  }
  if (Array.isArray(value)) return value.map((one) => [cell(one)]);
  return isObject(value)
    ? Object.entries(flat(value)).map(([name, one]) => [printable(name), cell(one)])
    : [[cell(value)]];
}

/** Aligned columns. A list that is all there is in an object is the table. */
function tableOf(value: unknown): string {
  const [only, ...others] = isObject(value) ? Object.values(value) : [];
  const rows = rowsOf(Array.isArray(only) && others.length === 0 ? only : value);
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => Array.from(row[column] ?? '').length)),
  );
  return rows
    .map((row) =>
      row.map((one, column) => one + ' '.repeat((widths[column] ?? 0) - Array.from(one).length)),
    )
    .map((row) => `${row.join('  ').trimEnd()}\n`)
    .join('');
}

/** The name of a format, as it was given. */
export function outputFormat(given: string): OutputFormat {
  const format = outputFormats.find((one) => one === given);
  if (format === undefined)
    throw new UsageError(`--output: only ${outputFormats.join(', ')}; this is none of them`);
  return format;
}

/** A response as text that ends with a line break. */
export async function printedResponse(value: unknown, format: OutputFormat): Promise<string> {
  if (format === 'text')
    return textLines(value)
      .map((line) => `${line}\n`)
      .join('');
  if (format === 'table') return tableOf(value);
  // Loaded only for those who ask for YAML.
  if (format === 'yaml') return (await import('yaml')).stringify(value, { lineWidth: 0 });
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** A part that a response does not have in the way the expression wants it. The call itself was made. */
export class QueryError extends Error {
  override readonly name = 'QueryError';
  readonly code = 'QueryError';
}

/** What makes an expression wrong whatever it is applied to. */
const mistakes = /^(Lexer|Parse|EmptyExpression|IncompleteExpression|UnknownFunction|Arity)Error$/;

/**
 * Makes a part of a response with a JMESPath expression. Throws a {@link UsageError} at once where it is none; what it answers throws
 * a {@link QueryError} where it cannot be applied.
 */
export async function responseQuery(expression: string): Promise<(value: unknown) => unknown> {
  // Loaded only for those who ask for a part.
  const { search } = await import('@aws-lambda-powertools/jmespath');
  const apply = (value: unknown): unknown => search(expression, value as never);
  const reason = (error: unknown): string =>
    `--query: ${(error as Error).message.replaceAll('\n', ' ')}`;
  try {
    apply(null);
  } catch (error) {
    if (mistakes.test((error as Error).name)) throw new UsageError(reason(error), { cause: error });
  }
  return (value) => {
    try {
      return apply(value);
    } catch (error) {
      throw new QueryError(`${reason(error)}; the call was made, its whole response is printed`, {
        cause: error,
      });
    }
  };
}
