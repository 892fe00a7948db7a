import type { TableOperation } from '@oidc-admin/contract';
import { InputError } from './errors.ts';

type Properties = Record<string, unknown>;

/** A flat input, split into the parts of the request. */
export interface RequestParts {
  readonly params: {
    readonly path: Properties;
    readonly query: Properties;
    readonly header: Properties;
  };
  readonly body?: Properties;
}

type Parameter = TableOperation['parameters'][number];

const plain = { enumerable: true, writable: true, configurable: true } as const;

function isText(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** Says what is wrong with the value of a path parameter, in words that end a sentence. */
function mistakeIn(parameter: Parameter, value: unknown): string | undefined {
  if (value === undefined || value === null) return 'is missing';
  if (!isText(value)) return 'is not a text';
  const text = String(value);
  if (text === '') return 'is empty';
  // URL parsers take these for "here" and "up", even percent-encoded: the request would go elsewhere.
  if (text === '.' || text === '..') return `is '${text}', which is not possible in a URL`;
  // Limits count characters, not code units.
  const length = Array.from(text).length;
  if (parameter.minLength !== undefined && length < parameter.minLength)
    return `has ${length} characters; the minimum is ${parameter.minLength}`;
  if (parameter.maxLength !== undefined && length > parameter.maxLength)
    return `has ${length} characters; the maximum is ${parameter.maxLength}`;
  if (parameter.enum !== undefined && !parameter.enum.includes(value))
    return `is '${text}'; possible are ${parameter.enum.map(String).join(', ')}`;
  if (parameter.pattern !== undefined && !new RegExp(parameter.pattern, 'u').test(text))
    return `is '${text}'; it must match ${parameter.pattern}`;
  return undefined;
}

function refusal({ id }: TableOperation, property: string, mistake: string): InputError {
  return new InputError({ message: `${id}: '${property}' ${mistake}`, operation: id, property });
}

/** Refuses a path parameter that is missing, breaks its documented limits or cannot stand in a URL. */
export function checkPath(operation: TableOperation, values: Readonly<Properties>): void {
  for (const parameter of operation.parameters) {
    if (parameter.in !== 'path') continue;
    const mistake = mistakeIn(parameter, values[parameter.name]);
    if (mistake !== undefined) throw refusal(operation, parameter.name, mistake);
  }
}

/**
 * Derives from an operation how its flat input is split. A wrong path parameter, a text that has no
 * form in a URL and a name that the operation does not know are refused with an `InputError`; the
 * values of a body are left to the server.
 */
export function inputSplitter(
  operation: TableOperation,
): (input: Readonly<Properties>) => RequestParts {
  const { parameters } = operation;
  const bodyNames = new Set(operation.body?.properties.map(({ name }) => name));
  const places = new Map<string, Parameter>(parameters.map((one) => [one.name, one]));
  const isMap = operation.body?.map === true;
  const known = [...new Set([...places.keys(), ...bodyNames])];

  return (input) => {
    const parts = { path: {} as Properties, query: {} as Properties, header: {} as Properties };
    const body: Properties = {};
    for (const [name, value] of Object.entries(input)) {
      if (value === undefined) continue;
      const place = places.get(name);
      if (place !== undefined) {
        if (typeof value === 'string' && !value.isWellFormed())
          throw refusal(operation, name, 'holds half a surrogate pair, which has no form in a URL');
        parts[place.in][name] = value;
      }
      // Of a map, what no parameter is called is its own; `__proto__` is a name as all others.
      if (bodyNames.has(name) || (isMap && place === undefined))
        Object.defineProperty(body, name, { ...plain, value });
      else if (place === undefined)
        throw refusal(
          operation,
          name,
          `is not known here; known are ${known.join(', ') || 'no properties'}`,
        );
    }
    return operation.body === undefined ? { params: parts } : { params: parts, body };
  };
}
