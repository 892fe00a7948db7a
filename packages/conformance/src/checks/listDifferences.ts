import { isObject, pointerSteps, type JsonValue, type Resource } from '@oidc-admin/contract';
import type { Verdict } from '@oidc-admin/model';
import type { ResourceRef } from './resourceRef.ts';

/** How a list differs from what is known: what it lacks, what it shows with other values, and keys that nobody knows. */
interface ListDifferences {
  readonly missing: readonly ResourceRef[];
  readonly changed: readonly ResourceRef[];
  readonly strange: readonly string[];
}

/** Compares the keys of a list with what is known; `mismatches` tell which values differ, and a part may lack the rest. */
export function listDifferences(
  { key }: Resource,
  elements: JsonValue | undefined,
  known: readonly ResourceRef[],
  { matched, mismatches }: Verdict,
): ListDifferences {
  if (key === undefined || !Array.isArray(elements))
    return { missing: [], changed: [], strange: [] };
  const keys = elements.map((one: JsonValue) => {
    const value = isObject(one) ? one[key] : undefined;
    return typeof value === 'number' ? String(value) : value;
  });
  const list = matched?.body.kind === 'json' ? matched.body.list : undefined;
  const isPart = list?.partial === true || list?.isFiltered === true;
  // Only where a value differs from what a single read shows is there such a clause.
  const places = mismatches.flatMap(({ symptom, at = '' }) =>
    symptom === undefined ? [] : pointerSteps(at).filter((step) => /^\d+$/.test(step)),
  );
  const changed = new Set(places.map((index) => keys[Number(index)]));
  const expected = new Set<JsonValue | undefined>(known.map((ref) => ref.key));
  return {
    missing: isPart ? [] : known.filter((ref) => !keys.includes(ref.key)),
    changed: known.filter((ref) => changed.has(ref.key)),
    strange: keys.filter((one) => typeof one === 'string').filter((one) => !expected.has(one)),
  };
}
