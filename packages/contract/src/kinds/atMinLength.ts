import type { Property } from '../description.ts';
import { formatKind } from './format.ts';
import type { AcceptDefinition } from './kindDefinition.ts';

export const atMinLengthKind = {
  group: 'accept',
  on: 'property',
  family: 'limits',
  says: 'whose text is as short as it may be',
  read: ({ property }) => {
    const { name, minLength: value } = property;
    if (value === undefined || value === 0 || !isFreeText(property)) return [];
    return [{ text: `whose ${name} has exactly ${value} characters`, value }];
  },
  example: { type: 'string', minLength: 2 },
} as const satisfies AcceptDefinition;

/** Whether any text of the right length will do: a URL or a text with a given beginning may not get that short. */
function isFreeText({ prefix, reachable, format, schema, enum: values }: Property): boolean {
  const isFormatted = format !== undefined && formatKind.applies?.(format) === true;
  const hasContent = schema['contentSchema'] !== undefined;
  return (
    [prefix, reachable, values].every((one) => one === undefined) && !isFormatted && !hasContent
  );
}
