import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commandRunner } from '../testing/commandRunner.ts';
import { oneTarget, planFolder } from '../testing/planFile.ts';
import { startPvwa, startWickr } from '../testing/startMocks.ts';

const provider = {
  id: 'staff',
  discoveryEndpointUrl: 'https://idp.example',
  clientId: 'c',
  clientSecretMethod: 'Basic',
};
const config = {
  networkId: '12345678',
  companyId: 'us-east-1-x',
  issuer: 'https://x',
  scopes: 's',
};
const secret = { environment: { STAFF_SECRET: 'hunter2hunter2' } };

test('a run that has come to its end is never gone on with: each --rotate writes the secrets of that day', async () => {
  const { mock, environment } = await startWickr();
  const { run } = commandRunner(environment);
  const { write } = planFolder();
  const bad = { ...config, networkId: '99999999', secret: 'env:STAFF_SECRET' };
  const file = write(
    oneTarget('wickr', { oidcConfig: [{ ...config, secret: 'env:STAFF_SECRET' }, bad] }),
  );
  for (const STAFF_SECRET of ['secret-of-october', 'secret-of-november']) {
    const { code } = await run(`apply ${file} --rotate --yes`, { environment: { STAFF_SECRET } });
    expect(code).toBe(8);
    expect(JSON.stringify(mock.state.read())).toContain(STAFF_SECRET);
  }
});

test('what was written before is compared again, after a run that was half done too', async () => {
  const { mock, environment } = await startWickr();
  const { run } = commandRunner(environment);
  const { write } = planFolder();
  const good = { ...config, secret: null };
  const bad = { ...good, networkId: '99999999' };
  const first = write(
    oneTarget('wickr', { oidcConfig: [{ ...good, issuer: 'https://one' }, bad] }),
  );
  expect((await run(`apply ${first} --yes`)).code).toBe(8);
  const second = write(oneTarget('wickr', { oidcConfig: [{ ...good, issuer: 'https://two' }] }));
  expect((await run(`apply ${second} --yes`)).code).toBe(0);
  expect((await run(`apply ${first} --yes`)).code).toBe(8);
  expect(JSON.stringify(mock.state.read())).toContain('"issuer":"https://one"');
});

test('a plan shows each server and who calls it, and is for no other, and for no other secret', async () => {
  const [one, two] = [await startPvwa(), await startPvwa()];
  const { run } = commandRunner(one.environment);
  const { folder, write } = planFolder();
  const fileWith = (clientSecret: string): string =>
    write(oneTarget('pvwa', { provider: [{ ...provider, clientSecret }] }));
  const file = fileWith('env:STAFF_SECRET');
  expect((await run(`plan ${file}`)).stdout).toContain(
    `one (pvwa) PVWA_URL=${one.environment.PVWA_URL} PVWA_USERNAME=`,
  );
  const plan = join(folder, 'plan.json');
  writeFileSync(plan, (await run(`plan ${file} --output json`)).stdout);
  const moved = { environment: { ...secret.environment, PVWA_URL: two.environment.PVWA_URL } };
  const elsewhere = await run(`apply ${file} --plan ${plan} --yes`, moved);
  expect(elsewhere.code).toBe(1);
  expect(elsewhere.stdout).toContain('that plan was made for another server or caller');
  const other = fileWith('command:echo other');
  expect((await run(`apply ${other} --plan ${plan} --yes`, secret)).code).toBe(1);
  for (const { mock } of [one, two])
    expect(mock.requests.map(({ operation }) => operation)).not.toContain('addProvider');
  writeFileSync(join(folder, 'broken.json'), '{"steps":[null]}');
  expect((await run(`apply ${file} --plan ${folder}/broken.json --yes`, secret)).code).toBe(2);
  expect((await run(`apply ${file} --plan ${plan} --yes`, secret)).code).toBe(0);
});
