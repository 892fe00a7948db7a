export { readFaultOptions } from './faultOptions.ts';

/** One option of an API's mock, as a command line and an environment can say it. */
export interface MockSetting {
  /** The name of the option. */
  readonly option: string;
  /** What stands for the value in a help text, such as `<ids>`; `<file>` for a secret. */
  readonly placeholder: string;
  readonly description: string;
  /** The path parameter whose values it lists, where it says which parents exist. */
  readonly parent?: string;
  /** A secret: only the path of a JSON file that holds it is ever given, since others can read arguments. */
  readonly isSecret?: true;
  /**
   * Reads the value of what was given: a text, or the JSON value of the file where it is a secret. Throws an error that
   * says what would be right, and quotes nothing.
   */
  readonly read: (given: unknown) => unknown;
  /**
   * What the variables that the API's clients read say of it; undefined where they say nothing. Throws an error that names the
   * variable where they say only half of it, so that no default takes its place.
   */
  readonly ofClients?: (environment: Readonly<Record<string, string | undefined>>) => unknown;
}

/** Reads one of a few words. */
export function oneOf(words: readonly string[]): MockSetting['read'] {
  return (given) => {
    if (words.includes(String(given))) return given;
    throw new Error(`right is one of ${words.join(', ')}`);
  };
}

/** Reads texts between commas that all look as they must; `what` says how. */
export function listOf(pattern: RegExp, what: string): MockSetting['read'] {
  return (given) => {
    const texts = String(given)
      .split(',')
      .map((text) => text.trim());
    if (texts.every((text) => pattern.test(text))) return texts;
    throw new Error(`right is ${what}, several with commas between them`);
  };
}

/** Reads one text that looks as it must; `what` says how. */
export function textLike(pattern: RegExp, what: string): MockSetting['read'] {
  return (given) => {
    if (pattern.test(String(given))) return given;
    throw new Error(`right is ${what}`);
  };
}

/** Reads an object of which each value is right; `what` shows such an object. */
export function entriesOf(isRight: (value: unknown) => boolean, what: string): MockSetting['read'] {
  return (given) => {
    const isObject = typeof given === 'object' && given !== null && !Array.isArray(given);
    if (isObject && Object.keys(given).length > 0 && Object.values(given).every(isRight))
      return given;
    throw new Error(`right is JSON such as ${what}`);
  };
}

/** Reads secrets by name. */
export function secretTexts(what: string): MockSetting['read'] {
  return entriesOf((value) => typeof value === 'string' && value !== '', what);
}
