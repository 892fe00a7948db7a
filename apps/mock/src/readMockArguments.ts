import { parseArgs } from 'node:util';
import { UsageError } from './usageError.ts';

/** What the command line of `pnpm mock` asks for. */
export interface MockArguments {
  readonly does: 'serve' | 'listFaults' | 'help';
  readonly apis: readonly string[];
  readonly port: number;
  readonly host: string;
  readonly seed?: string;
  readonly state?: string;
  readonly sessionTimeoutSeconds?: number;
  readonly reach: boolean;
  readonly faults: readonly { readonly name: string; readonly operation?: string }[];
  readonly control?: string;
  readonly quiet: boolean;
}

const flags = {
  port: { type: 'string' },
  host: { type: 'string' },
  seed: { type: 'string' },
  state: { type: 'string' },
  'session-timeout': { type: 'string' },
  reach: { type: 'boolean' },
  fault: { type: 'string', multiple: true },
  'list-faults': { type: 'boolean' },
  control: { type: 'string' },
  quiet: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Reads the command line; `known` are the names of the APIs. Throws a UsageError that says what would be right. */
export const readMockArguments = (
  args: readonly string[],
  known: readonly string[],
): MockArguments => {
  const { values, positionals } = parse(args);
  const unknown = positionals.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new UsageError(`'${unknown}' is no API; there are ${known.join(', ')}`);
  const timeout = values['session-timeout'];
  return {
    does: doesOf(values),
    apis: positionals.length > 0 ? [...new Set(positionals)] : known,
    port: numberOf('port', values.port ?? '4100', 0, 65_535),
    host: values.host ?? '127.0.0.1',
    reach: values.reach === true,
    faults: (values.fault ?? []).map(readFault),
    quiet: values.quiet === true,
    ...(values.seed === undefined ? {} : { seed: values.seed }),
    ...(values.state === undefined ? {} : { state: values.state }),
    ...(values.control === undefined ? {} : { control: values.control }),
    ...(timeout === undefined
      ? {}
      : { sessionTimeoutSeconds: numberOf('session-timeout', timeout, 1, 1e9) }),
  };
};

const parse = (args: readonly string[]) => {
  try {
    // `pnpm mock -- --quiet` hands the two dashes on.
    const given = args[0] === '--' ? args.slice(1) : [...args];
    return parseArgs({ args: given, options: flags, allowPositionals: true, strict: true });
  } catch (error) {
    const [first = ''] = (error as Error).message.split('. ');
    throw new UsageError(`${first}. See --help.`, { cause: error });
  }
};

const doesOf = (values: {
  readonly help?: boolean | undefined;
  readonly 'list-faults'?: boolean | undefined;
}): MockArguments['does'] => {
  if (values.help === true) return 'help';
  return values['list-faults'] === true ? 'listFaults' : 'serve';
};

const numberOf = (flag: string, text: string, from: number, to: number): number => {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < from || value > to)
    throw new UsageError(`--${flag} ${text}: not a whole number from ${from} to ${to}`);
  return value;
};

/** `NAME` or `NAME@OPERATION`. */
const readFault = (text: string): MockArguments['faults'][number] => {
  const mark = text.lastIndexOf('@');
  return mark < 0 ? { name: text } : { name: text.slice(0, mark), operation: text.slice(mark + 1) };
};
