import { isRecord } from './isRecord.ts';

/** The JSON pointer (RFC 6901) of a place one or more steps below another. */
export function below(pointer: string, ...steps: readonly (string | number)[]): string {
  return [
    pointer,
    ...steps.map((step) => String(step).replaceAll('~', '~0').replaceAll('/', '~1')),
  ].join('/');
}

/** The steps of a JSON pointer; none for the whole document. */
export function stepsOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** What stands at a JSON pointer, or undefined. */
export function valueAt(root: unknown, pointer: string): unknown {
  let value = root;
  for (const step of stepsOf(pointer)) {
    if (Array.isArray(value)) value = /^\d+$/.test(step) ? value[Number(step)] : undefined;
    else if (isRecord(value) && Object.hasOwn(value, step)) value = value[step];
    else return undefined;
  }
  return value;
}
