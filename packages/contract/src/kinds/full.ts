import { isEach, isMapItself } from '../elements.ts';
import type { AcceptDefinition } from './kindDefinition.ts';

export const fullKind = {
  group: 'accept',
  on: 'operation',
  family: 'required',
  says: 'with every property and parameter',
  read: ({ operation: { action, source }, body, parameters }) => {
    const sent = parameters.filter(({ property }) => property.untested?.includes('value') !== true);
    const all = [...(body?.entries ?? []), ...sent].map(({ property }) => property);
    // The values of a body that is a map are all that it may have.
    const optional = all.filter(
      ({ required, name }) => !required && (!isEach(name) || isMapItself([{ name }])),
    );
    if (optional.length === 0 || action.does === 'open') return [];
    // An optional parameter that takes any text has no other clause.
    const rows = sent.flatMap(({ property }) => (property.required ? [] : property.source));
    return [{ text: 'with every property and parameter', source: [...source, ...rows] }];
  },
} as const satisfies AcceptDefinition;
