import { expect, test } from 'vitest';
import { causeExamples } from '../../testing/causeExamples.ts';
import type { CheckReport } from '../report.ts';

type Exchange = CheckReport['exchanges'][number];

const { check, asked, explained } = await causeExamples('wickr');

function at(exchange: Exchange, path: string): Exchange {
  return { ...exchange, request: { ...exchange.request, url: `https://wickr.example.com${path}` } };
}

function saved(network: string, companyId: string): Exchange {
  const body = JSON.stringify({ companyId });
  return at(asked('registerOidcConfig', 'POST', 200, { body }), `/networks/${network}/oidc/save`);
}

function read(network: string, companyId: string): Exchange {
  const body = JSON.stringify({ openidConnectInfo: { companyId } });
  const exchange = at(asked('getOidcInfo', 'GET', 200), `/networks/${network}/oidc`);
  return { ...exchange, response: { status: 200, headers: {}, body } };
}

const before = [saved('1', 'company-one'), saved('2', 'company-two')];

function differing(id: string, clause: string, shown: string): CheckReport {
  return check(
    `oidcConfig.${id}`,
    {
      clause: `oidcConfig.${clause}`,
      symptom: 'wickr.oidcConfig.kept',
      at: '/openidConnectInfo/companyId',
      expected: 'company-one',
      actual: shown,
    },
    [...before, read('1', shown)],
  );
}

test('a read that shows what is saved below another parent is that, and no value that was not kept', () => {
  const separate = differing('separate/full', 'separate', 'company-two');
  const kept = differing('kept/random', 'kept', 'company-two');
  expect(explained(separate, kept)).toEqual({
    'wickr.oidcConfig.kept': 'wickr.oidcConfig.separate',
  });
});

test('a read that shows what is its own is another mistake', () => {
  const separate = differing('separate/full', 'separate', 'company-two');
  const text = JSON.stringify({
    openidConnectInfo: { companyId: 'company-one', scopes: 'OPENID' },
  });
  const [result] = [differing('kept/random', 'kept', 'OPENID')];
  const exchanges = result.exchanges.map((one, index) =>
    index === before.length ? { ...one, response: { status: 200, headers: {}, body: text } } : one,
  );
  expect(explained(separate, { ...result, exchanges })).not.toHaveProperty([
    'wickr.oidcConfig.kept',
  ]);
});
