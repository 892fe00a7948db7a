import { expect, test } from 'vitest';
import { wellKnown } from './address.ts';
import { diagnose } from './diagnose.ts';
import type { DoctorSurroundings } from './doctorSurroundings.ts';
import {
  documentAddress,
  type PublishedShape,
  publishedShapes,
} from './testing/publishedShapes.ts';

/** A network in which only this provider is. */
function networkWith(shape: PublishedShape): DoctorSurroundings {
  const pages = new Map<string, unknown>([
    [documentAddress(shape), shape.document],
    [String(shape.document['jwks_uri']), { keys: shape.keys }],
  ]);
  return {
    fetch: async (url) =>
      pages.has(url) ? Response.json(pages.get(url)) : new Response('', { status: 404 }),
    lookup: async () => ['203.0.113.7'],
    chainOf: async () => ({
      certificates: [{ owner: 'idp.example', issuedBy: 'A root that everybody has' }],
      refused: undefined,
      needsGiven: false,
    }),
    now: () => Date.now(),
  };
}

function diagnosed(shape: PublishedShape, address: string, form = shape.values.addressForm) {
  return diagnose(
    { clientId: 'vault', ...shape.values, address, addressForm: form },
    { surroundings: networkWith(shape) },
  );
}

test.each(Object.entries(publishedShapes))(
  'what %s publishes is right for values that are right, in each form of address',
  async (_name, shape) => {
    const { issuer } = shape.document;
    const forms = [
      ...(shape.at === undefined ? ([[issuer, 'issuer']] as const) : []),
      [documentAddress(shape), 'document'] as const,
    ];
    for (const [address, form] of forms) {
      const { findings, unchecked } = await diagnosed(shape, address, form);
      expect(findings.filter(({ severity }) => severity !== 'ok')).toEqual([]);
      expect(unchecked.map(({ check }) => check)).not.toContain('keys');
    }
  },
);

test.each(Object.entries(publishedShapes).filter(([, { at }]) => at === undefined))(
  'a slash too many or too few after the issuer of %s is named, and nothing else',
  async (_name, shape) => {
    const { issuer } = shape.document;
    const other = issuer.endsWith('/') ? issuer.slice(0, -1) : `${issuer}/`;
    const { findings } = await diagnosed(shape, other, 'issuer');
    const problems = findings.filter(({ severity }) => severity !== 'ok');
    expect(problems.map(({ code }) => code)).toEqual(['issuerDiffers']);
    expect(problems[0]?.differsAt).toBe(Math.min(issuer.length, other.length));
  },
);

test('the endpoint for all tenants is named, with the address of one tenant', async () => {
  const shape = publishedShapes['Entra v2'];
  if (shape === undefined) throw new Error('There is no such shape');
  const common: PublishedShape = {
    ...shape,
    document: { ...shape.document, issuer: 'https://login.entra.example/{tenantid}/v2.0' },
    at: `https://login.entra.example/common/v2.0${wellKnown}`,
  };
  const address = 'https://login.entra.example/common/v2.0';
  const { findings } = await diagnosed(common, address, 'issuer');
  const problems = findings.filter(({ severity }) => severity !== 'ok');
  expect(problems.map(({ code }) => code)).toEqual(['issuerTemplate']);
  expect(problems[0]?.action).toContain('https://login.entra.example/<your tenantid>/v2.0');
});
