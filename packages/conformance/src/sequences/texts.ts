import { ownProperties } from '../checks/bodies.ts';
import type { Body } from '../checks/bodies.ts';
import type { Property, Operation, Resource } from '../checks/contractTypes.ts';
import { isFreeText, isUrl } from '../checks/samples.ts';
import type { SampleSource } from '../checks/samples.ts';
import type { JsonValue } from '../wire/jsonValue.ts';

/**
 * Texts that hasty code changes: by escaping, trimming, normalising, or by taking them for something else. Each holds
 * many kinds at once, in fewer characters than any documented limit.
 */
const texts: readonly string[] = [
  ' "q" \\b /s/ <b>&amp;</b> it\'s é e\u0301 Å \u212B ñ ß İ 中文 עברית \u{1F511} 100%25 a+b %zz ',
  'tab\tand two  spaces\nline\r\nend \u2028 \uFEFF ${x} {{y}} \u{1F469}\u200D\u{1F467} ﬁ ',
  '0123',
  'null',
];

/** Rounds of texts that are changed character by character. */
export const rounds = 2;

/** The round of texts that are taken for something else. */
export const lookalikes = 2;

/** A body of special values, each of which a read must answer exactly. */
export function specialValues(
  operation: Operation,
  resource: Resource,
  round: number,
  source: SampleSource,
): Body {
  if (operation.body === undefined) return {};
  const shown = new Map(resource.properties.map((property) => [property.name, property]));
  const properties = ownProperties(operation.body).filter(
    ({ name }) => name !== resource.key && shown.has(name) && shown.get(name)?.masked !== true,
  );
  const values = properties.flatMap((property, index): [string, JsonValue][] => {
    const value = special(property, round, index, source);
    return value === undefined ? [] : [[property.name, value]];
  });
  return Object.fromEntries(values);
}

function special(
  property: Property,
  round: number,
  index: number,
  source: SampleSource,
): JsonValue | undefined {
  if (isFreeText(property)) {
    const text = round < lookalikes ? round : round + (index % 2);
    return fitted(property, texts[text % texts.length] ?? '');
  }
  if (property.types.includes('string') && isUrl(property) && property.reachable !== true)
    return specialUrl(round + index, source.issuer);
  if (property.types.includes('integer')) return numbers(property)[round % 2];
  return undefined;
}

/** Nothing is what code most often takes for left out. */
function numbers({ minimum, maximum }: Property): readonly [number, number] {
  return [minimum ?? 0, Math.min(maximum ?? 525600, 525600)];
}

function specialUrl(round: number, issuer: string): string {
  const base = issuer.replace(/\/+$/, '');
  return round % 2 === 0 ? `${base}/` : `${base}/Path/../a%2Fb/?q=a%20b+c&d=%C3%A9#part`;
}

function fitted({ maxLength }: Property, text: string): string {
  const characters = Array.from(text);
  return characters.length <= (maxLength ?? Number.POSITIVE_INFINITY)
    ? text
    : characters.slice(0, maxLength).join('');
}
