import { elementSteps } from '../elements.ts';
import type { ResponseDefinition } from './kindDefinition.ts';

export const errorBodyKind = {
  group: 'response',
  on: 'errors',
  family: 'error body',
  says: 'an error response has the headers and the body that its status is documented with',
  read: ({ responses }) => {
    const withBody = responses.flatMap(({ response, body }) =>
      response.status < 400 || body === undefined ? [] : [{ response, body }],
    );
    if (withBody.length === 0) return [];
    const properties = withBody.flatMap(({ body }) => body.entries).map(({ property }) => property);
    const must = properties.filter(({ binding }) => binding === 'MUST');
    const rows = [
      ...withBody.flatMap(({ response, body }) => [
        ...response.source,
        ...response.headers.flatMap(({ source }) => source),
        ...body.root.property.source,
      ]),
      ...must.flatMap(({ source }) => source),
    ];
    const should = properties.filter(({ binding }) => binding === 'SHOULD');
    const nameOf = ({ name }: { readonly name: string }): string => elementSteps(name)[0] ?? '';
    return [
      {
        text: 'every error response has the headers and the body that its status is documented with',
        source: rows,
      },
      // Without `Map.groupBy`, which Node 20 does not have.
      ...[...new Set(should.map(nameOf))].map((name) => ({
        text: `${name} in an error response should be as documented`,
        element: name,
        source: should.filter((one) => nameOf(one) === name).flatMap(({ source }) => source),
        binding: 'SHOULD' as const,
      })),
    ];
  },
} as const satisfies ResponseDefinition;
