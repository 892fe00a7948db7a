import type { Outcome, SecurityScheme, StandardSignIn } from './description.ts';
import type { Draft } from './draft.ts';
import { below } from './pointer.ts';
import type { RawDocument, RawSecurityScheme } from './rawDocument.ts';
import { readOutcome, rowsOf } from './scope.ts';

/** The wrong ways that every scheme of a sort has; `x-credentials` may leave some of them open. */
const standardWays: Readonly<Record<StandardSignIn, readonly string[]>> = {
  bearer: ['none', 'unknown', 'scheme'],
  basic: ['none', 'unknown', 'password', 'scheme'],
  apiKey: ['none', 'unknown', 'scheme'],
  oauth2: ['none', 'unknown', 'expired', 'scheme'],
};

/** How requests of a document prove who sends them, by the names of the security schemes. */
export function readSecuritySchemes(
  document: RawDocument,
  draft: Draft,
): Readonly<Record<string, SecurityScheme>> {
  const schemes = Object.entries(document.components?.securitySchemes ?? {});
  return Object.fromEntries(
    schemes.map(([name, raw]): [string, SecurityScheme] => [name, readScheme(name, raw, draft)]),
  );
}

function readScheme(name: string, raw: RawSecurityScheme, draft: Draft): SecurityScheme {
  const credentials = raw['x-credentials'] ?? {};
  const kind = credentials.kind ?? standardKind(raw, draft);
  const given = Object.entries(credentials.wrong ?? {}).map(([way, outcome]): [string, Outcome] => [
    way,
    readOutcome(outcome, draft),
  ]);
  const { in: place, name: parameter } = raw;
  const carrier =
    raw.type === 'apiKey' && (place === 'query' || place === 'cookie')
      ? { in: place, name: parameter ?? '' }
      : undefined;
  if (credentials.kind !== undefined && (carrier !== undefined || raw.type === 'oauth2'))
    draft.problem(raw, `a ${credentials.kind} is only supported in a header`);
  const tokenUrl = kind === 'oauth2' ? tokenUrlOf(raw, draft) : undefined;
  return {
    name,
    kind,
    header: headerOf(raw),
    ...(carrier === undefined ? {} : { parameter: carrier }),
    ...(credentials.timeoutSeconds === undefined
      ? {}
      : { timeoutSeconds: credentials.timeoutSeconds }),
    ...(tokenUrl === undefined ? {} : { tokenUrl }),
    ways:
      kind === 'session' || kind === 'signature'
        ? given.map(([way]) => way)
        : waysOf(kind, raw, draft),
    wrong: Object.fromEntries(given),
    source: [...new Set([...rowsOf(raw['x-source']), ...rowsOf(credentials.source)])],
  };
}

/** What OpenAPI's own words say of a scheme; a mistake where no engine knows how to sign in so. */
function standardKind(raw: RawSecurityScheme, draft: Draft): StandardSignIn {
  if (raw.type === 'apiKey' || raw.type === 'oauth2') return raw.type;
  // RFC 9110, section 11.1: the name of a scheme has no letter case.
  const scheme = raw.scheme?.toLowerCase();
  if (raw.type === 'http' && (scheme === 'bearer' || scheme === 'basic')) return scheme;
  const said = raw.type === 'http' ? `http ${raw.scheme ?? 'without a scheme'}` : raw.type;
  draft.problem(
    raw,
    `signing in by ${said} is not supported; supported are http bearer and basic, apiKey, oauth2 with client credentials, and x-credentials of kind session or signature`,
  );
  return 'bearer';
}

function tokenUrlOf(raw: RawSecurityScheme, draft: Draft): string | undefined {
  const flow = raw.flows?.['clientCredentials'];
  if (typeof flow?.tokenUrl === 'string' && flow.tokenUrl !== '') return flow.tokenUrl;
  const others = Object.keys(raw.flows ?? {}).join(', ') || 'none';
  draft.problem(
    raw,
    flow === undefined
      ? `of oauth2 only the flow clientCredentials is supported, and this scheme has ${others}; where a token comes from elsewhere, describe it as http bearer`
      : 'the flow clientCredentials needs a tokenUrl',
  );
  return undefined;
}

function waysOf(kind: StandardSignIn, raw: RawSecurityScheme, draft: Draft): readonly string[] {
  const { wrong = {}, untested = [] } = raw['x-credentials'] ?? {};
  const known = standardWays[kind];
  const pointer = below(draft.pointerOf(raw), 'x-credentials');
  for (const way of [...Object.keys(wrong), ...untested])
    if (!known.includes(way))
      draft.problem(pointer, `${kind} has no wrong way ${way}; it has ${known.join(', ')}`);
  for (const way of untested)
    if (Object.hasOwn(wrong, way))
      draft.problem(pointer, `says what is answered to ${way}, and that it is untested`);
  return known.filter((way) => !untested.includes(way));
}

function headerOf({ type, in: place, name = '' }: RawSecurityScheme): string {
  if (type !== 'apiKey') return 'Authorization';
  if (place === 'query') return '';
  return place === 'cookie' ? 'Cookie' : name;
}
