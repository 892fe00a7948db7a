import { UsageError } from '@oidc-admin/client/terminal';
import { nearestOf } from '@oidc-admin/conformance';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import type { TargetSettings, WantedTarget } from './conformanceCommand.ts';
import { readYaml } from './readYaml.ts';
import schema from './targetFile.schema.json' with { type: 'json' };

/** What a target file holds, once it keeps to the schema. */
interface TargetFile extends Pick<
  TargetSettings,
  | 'strict'
  | 'unsupported'
  | 'expected'
  | 'existing'
  | 'leaveChanged'
  | 'variables'
  | 'name'
  | 'software'
> {
  readonly api: string;
  readonly url?: string;
  readonly level?: 'default' | 'allow-writes' | 'disposable';
  readonly originalSecret?: boolean;
  readonly limits?: {
    readonly requestsPerSecond?: number;
    readonly maxRequests?: number;
    readonly timeoutSeconds?: number;
  };
}

const validate = new Ajv2020({ verbose: true, strict: true }).compile<TargetFile>(schema);

/** `/limits/maxRequests` as `limits.maxRequests`, `/expected/0` as `expected[0]`. */
function placeOf(pointer: string): string {
  const steps = pointer.split('/').slice(1);
  return steps
    .map((step) => (/^\d+$/.test(step) ? `[${step}]` : `.${step.replaceAll('~1', '/')}`))
    .join('')
    .replace(/^\./, '');
}

const longestShown = 60;

/** A wrong value for people; none of what may be a secret that was written there by mistake. */
function shown(place: string, value: unknown): string {
  if (/^(variables|url)\b/.test(place)) return 'what is there';
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}

function messageOf(error: ErrorObject): string {
  const place = placeOf(error.instancePath);
  const at = place === '' ? '' : `${place}: `;
  const { description = '', properties = {} } = (error.parentSchema ?? {}) as {
    readonly description?: string;
    readonly properties?: Readonly<Record<string, unknown>>;
  };
  const params = error.params as Readonly<Record<string, string>>;
  if (error.keyword === 'required') return `${at}'${params['missingProperty'] ?? ''}' is missing`;
  if (error.keyword === 'additionalProperties') {
    const name = params['additionalProperty'] ?? '';
    const known = Object.keys(properties);
    const [nearest = ''] = nearestOf(name, known, 1);
    return `${at}'${name}' means nothing here; nearest: ${nearest}; there are ${known.join(', ')}`;
  }
  if (error.keyword === 'pattern' && error.propertyName !== undefined)
    return `${at}a name on the left is no variable; right is ${description || 'a name in capitals'}`;
  return `${at}${shown(place, error.data)} is wrong; right is ${description}`;
}

function checkUrl(url: string | undefined, path: string): void {
  if (url === undefined) return;
  const isPlain = URL.canParse(url) && new URL(url).username + new URL(url).password === '';
  if (isPlain) return;
  throw new UsageError(
    `--target-file ${path}: url: what is there is wrong; right is an http or https URL without credentials, which come from the environment`,
  );
}

const levels = {
  default: 'default',
  'allow-writes': 'allowWrites',
  disposable: 'disposable',
} as const;

/**
 * Reads a target file, YAML or JSON. `known` are the names of the APIs. Throws a `UsageError` with the file, the place in it,
 * the wrong value and what would be right.
 */
export function readTargetFile(path: string, known: readonly string[]): WantedTarget {
  const content = readYaml(`--target-file ${path}:`, path);
  if (!validate(content)) {
    const [error] = validate.errors ?? [];
    throw new UsageError(
      `--target-file ${path}: ${error === undefined ? 'it is wrong' : messageOf(error)}`,
    );
  }
  const { api, url, level, originalSecret, limits = {}, ...same } = content;
  if (!known.includes(api))
    throw new UsageError(
      `--target-file ${path}: api: ${JSON.stringify(api)} is wrong; there are ${known.join(' and ')}`,
    );
  checkUrl(url, path);
  const { timeoutSeconds, ...numbers } = limits;
  return {
    api,
    ...(url !== undefined && { url }),
    file: path,
    settings: {
      ...same,
      ...numbers,
      ...(level !== undefined && { level: levels[level] }),
      ...(originalSecret === false && { noOriginalSecret: true }),
      ...(timeoutSeconds !== undefined && { timeoutMs: timeoutSeconds * 1000 }),
    },
  };
}
