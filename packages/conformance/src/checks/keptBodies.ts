import { isObject, type JsonValue } from '@oidc-admin/contract';

/** So many characters of a body are kept for the reports. */
const longestBody = 32 * 1024;
/** So many, once a run has kept a lot. */
const shortestBody = 2 * 1024;
/** So many characters of bodies a run keeps before it keeps less of each. */
const budget = 16 * 1024 * 1024;
/** No secret is longer. One that is cut in two is not recognised, so what could be a part of one is left out. */
export const longestSecret = 16 * 1024;

/** So much of what is long in JSON is kept, so that it stays JSON. */
const longestText = 1024;
const longestList = 20;
const mostProperties = 100;

/** The beginning of each list in a JSON value, and how long its long texts are. */
export function beginningOf(value: JsonValue): JsonValue {
  if (typeof value === 'string')
    return value.length > longestText ? `… (${value.length} characters)` : value;
  if (Array.isArray(value))
    return (value as readonly JsonValue[]).slice(0, longestList).map(beginningOf);
  if (!isObject(value)) return value;
  const properties = Object.entries(value).slice(0, mostProperties);
  return Object.fromEntries(properties.map(([name, one]) => [name, beginningOf(one)]));
}

/** Whether a JSON value is so long that going through it again and again takes long; looks at no more than that. */
export function isLong(value: JsonValue): boolean {
  let left = longestBody;
  const waiting = [value];
  for (let next = waiting.pop(); next !== undefined && left > 0; next = waiting.pop()) {
    left -= typeof next === 'string' ? next.length : 1;
    if (Array.isArray(next)) waiting.push(...(next as readonly JsonValue[]).slice(0, left));
    else if (isObject(next))
      for (const one of Object.values(next).slice(0, left)) waiting.push(one);
  }
  return left <= 0;
}

/** The beginning of a text, not yet cleaned of secrets. */
interface Begun {
  readonly text: string;
  /** So much is kept of it once it is clean; all where undefined. */
  readonly most?: number;
  /** Characters of the whole, where this is not all. */
  readonly length?: number;
}

/** The beginning of a text that is to be cleaned before `endOf` cuts it. */
export function beginOf(text: string, most: number): Begun {
  if (text.length <= most) return { text };
  return { text: text.slice(0, most + longestSecret), most, length: text.length };
}

/** What is kept of a beginning whose text is clean now. */
export function endOf({ most }: Begun, clean: string): string {
  if (most === undefined) return clean;
  const kept = clean.slice(0, Math.min(most, Math.max(0, clean.length - longestSecret)));
  // A part of a text keeps the whole of it in memory; a copy does not.
  return structuredClone(kept);
}

/** Says how much of each body the reports keep, so that no server fills a memory or a disk. */
export class KeptBodies {
  #kept = 0;

  /** The beginning of a body: of JSON so that it stays JSON, where that is possible. */
  begin(text: string, json: JsonValue | undefined): Begun {
    const most = this.#kept < budget ? longestBody : shortestBody;
    this.#kept += Math.min(text.length, most);
    if (text.length <= most) return { text };
    const shorter = json === undefined ? text : JSON.stringify(beginningOf(json));
    return { ...beginOf(shorter, most), length: text.length };
  }
}
