import { valueAt, type JsonValue, type Outcome } from '@oidc-admin/contract';
import { sameJson } from './sameJson.ts';

/** Whether a response is one of those by which a read says that nothing was saved yet. */
export function saysAbsent(
  { allow, warn }: Outcome,
  status: number,
  body: JsonValue | undefined,
): boolean {
  return [...allow, ...warn].some((entry) => {
    if (!('status' in entry) || entry.status !== status) return false;
    const { without, with: values = {} } = entry;
    return (
      (without === undefined || (valueAt(body, without) ?? null) === null) &&
      Object.entries(values).every(([at, value]) => sameJson(valueAt(body, at), value))
    );
  });
}
