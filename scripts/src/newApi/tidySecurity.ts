import {
  type ForeignObject,
  foreignOperations,
  isJsonObject,
  objectOf,
  plainText,
  type Path,
} from './openApi.ts';
import type { Remarks } from './remarks.ts';
import { type EditableObject, editableAt } from './tidyDocument.ts';

type Schemes = Readonly<Record<string, EditableObject>>;

/** Has every operation sign in by what an engine knows, where the document leaves a choice. */
export function tidySecurity(document: EditableObject, remarks: Remarks): void {
  const components = objectOf(document['components']);
  const schemes = objectOf(components['securitySchemes']) as Schemes;
  for (const [name, scheme] of Object.entries(schemes)) asBearer(name, scheme, remarks);
  const optional = new Set<string>();
  const holders = foreignOperations(document as ForeignObject).map(({ path }) => path);
  for (const path of [[], ...holders]) {
    const holder = editableAt(document, path);
    const { security } = holder;
    if (Array.isArray(security))
      holder['security'] = tidyOne(security as unknown[], path, schemes, optional, remarks);
  }
  for (const name of optional) {
    const scheme = schemes[name];
    // Who sends nothing may be let in or not: that depends on the operation.
    if (scheme !== undefined) scheme['x-credentials'] = { untested: ['none'] };
  }
}

/** Tokens that come from elsewhere are sent as bearer tokens (RFC 6750). */
function asBearer(name: string, scheme: EditableObject, remarks: Remarks): void {
  const { type, flows } = scheme;
  const isOpenId = type === 'openIdConnect';
  if (!isOpenId && type !== 'oauth2') return;
  if (plainText(objectOf(objectOf(flows)['clientCredentials'])['tokenUrl']) !== '') return;
  const how = isOpenId ? 'OpenID Connect' : Object.keys(objectOf(flows)).join(', ') || 'no flow';
  remarks.guess(
    ['components', 'securitySchemes', name],
    `no program gets the tokens of ${name} by itself (${how}); the copy takes one that is given, as http bearer`,
  );
  const { description } = scheme;
  for (const key of Object.keys(scheme)) delete scheme[key];
  Object.assign(scheme, {
    type: 'http',
    scheme: 'bearer',
    ...(description === undefined ? {} : { description }),
  });
}

function tidyOne(
  security: readonly unknown[],
  path: Path,
  schemes: Schemes,
  optional: Set<string>,
  remarks: Remarks,
): readonly unknown[] {
  const place = [...path, 'security'];
  const ways = security.filter(isJsonObject);
  const signed = ways.filter((way) => Object.keys(way).length > 0);
  const known = signed.filter((way) => isKnown(way, schemes));
  const isCookie = (way: ForeignObject): boolean =>
    Object.keys(way).some((name) => schemes[name]?.['in'] === 'cookie');
  const open = known.length > 0 ? known : signed;
  // Clients sign in by the first way, and only browsers have cookies by themselves.
  const kept = [...open.filter((way) => !isCookie(way)), ...open.filter(isCookie)];
  if (kept.length < signed.length)
    remarks.guess(
      place,
      `of the ways to sign in (${signed.map(named).join('; ')}) the copy has ${kept.map(named).join('; ')}`,
    );
  if (kept.length > 1)
    remarks.guess(
      place,
      `clients sign in by ${kept.slice(0, 1).map(named).join()}, the first of ${kept.map(named).join('; ')}`,
    );
  if (signed.length > 0 && signed.length < ways.length) {
    remarks.guess(
      place,
      `signing in (${kept.map(named).join('; ')}) is not required everywhere; the copy always signs in, and no check calls without`,
    );
    for (const name of kept.flatMap((way) => Object.keys(way))) optional.add(name);
  }
  return kept.map((way) =>
    Object.fromEntries(
      Object.entries(way).map(([name, words]) => {
        // Words beside other schemes would be roles, which the document does not describe.
        const areScopes = schemes[name]?.['type'] === 'oauth2';
        return [name, areScopes ? words : []];
      }),
    ),
  );
}

function isKnown(way: ForeignObject, schemes: Schemes): boolean {
  const [name = '', ...more] = Object.keys(way);
  const { type, scheme } = schemes[name] ?? {};
  const isHttp = /^(?:bearer|basic)$/i.test(plainText(scheme));
  return (
    more.length === 0 && (type === 'apiKey' || type === 'oauth2' || (type === 'http' && isHttp))
  );
}

function named(way: ForeignObject): string {
  return Object.keys(way).join(' and ');
}
