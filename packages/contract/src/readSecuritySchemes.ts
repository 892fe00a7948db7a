import type { Outcome, SecurityScheme } from './description.ts';
import type { Draft } from './draft.ts';
import type { RawDocument } from './rawDocument.ts';
import { readOutcome, rowsOf } from './scope.ts';

/** How requests of a document prove who sends them, by the names of the security schemes. */
export function readSecuritySchemes(
  document: RawDocument,
  draft: Draft,
): Readonly<Record<string, SecurityScheme>> {
  const schemes = Object.entries(document.components?.securitySchemes ?? {});
  return Object.fromEntries(
    schemes.map(([name, raw]): [string, SecurityScheme] => {
      const credentials = raw['x-credentials'];
      const wrong = Object.entries(credentials.wrong).map(([way, outcome]): [string, Outcome] => [
        way,
        readOutcome(outcome, draft),
      ]);
      return [
        name,
        {
          name,
          kind: credentials.kind,
          header: raw.type === 'apiKey' && raw.name !== undefined ? raw.name : 'Authorization',
          ...(credentials.timeoutSeconds === undefined
            ? {}
            : { timeoutSeconds: credentials.timeoutSeconds }),
          wrong: Object.fromEntries(wrong),
          source: [...new Set([...rowsOf(raw['x-source']), ...rowsOf(credentials.source)])],
        },
      ];
    }),
  );
}
