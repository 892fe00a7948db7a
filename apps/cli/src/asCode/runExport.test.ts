import { expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { commandRunner } from '../testing/commandRunner.ts';
import { planFolder } from '../testing/planFile.ts';
import { startPvwa } from '../testing/startMocks.ts';
import { startServer } from '../testing/startServer.ts';

type Environment = Readonly<Record<string, string>>;

test('the context that the environment names says what is exported', async () => {
  const started = await startPvwa();
  const {
    PVWA_URL = '',
    PVWA_USERNAME = '',
    PVWA_PASSWORD = '',
  } = started.environment as Environment;
  const { run } = commandRunner({
    OIDC_ADMIN_SKIP_DOCTOR: '1',
    XDG_CONFIG_HOME: planFolder().folder,
  });
  const add = `context add prod --api pvwa --url ${PVWA_URL} --username ${PVWA_USERNAME}`;
  expect(await run(add)).toMatchObject({ code: 0 });
  const environment = { OIDC_ADMIN_CONTEXT: 'prod', PVWA_PASSWORD };
  const { code, stdout, stderr } = await run('export', { environment });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(parseDocument(stdout).toJS()).toMatchObject({ targets: [{ name: 'pvwa' }] });
});

test('each secret that cannot be read is given a variable of its own', async () => {
  const ids = ['staff-1', 'staff_1', 'Staff.1', '部署', '社員'];
  const provider = { discoveryEndpointUrl: 'https://idp.example', clientId: 'c' };
  const environment = await startServer((outgoing, { url = '' }) => {
    const found = ids.find((id) => url.includes(`/${encodeURIComponent(id)}`));
    const all = { Providers: ids.map((id) => ({ ...provider, id })), Methods: [] };
    outgoing.setHeader('content-type', 'application/json');
    outgoing.end(JSON.stringify(found === undefined ? all : { ...provider, id: found }));
  });
  const { stdout } = await commandRunner(environment).run('export --api pvwa');
  const variables = [...stdout.matchAll(/clientSecret: env:(\S+)/g)].map(([, name]) => name);
  expect(variables).toEqual([
    'PVWA_STAFF_1_CLIENT_SECRET',
    'PVWA_STAFF_1_CLIENT_SECRET_2',
    'PVWA_STAFF_1_CLIENT_SECRET_3',
    'PVWA__CLIENT_SECRET',
    'PVWA__CLIENT_SECRET_2',
  ]);
});

test('a name that every object of the program has is no variable, and no context', async () => {
  const { environment } = await startPvwa();
  const { folder, write } = planFolder();
  const { run } = commandRunner({ ...environment, XDG_CONFIG_HOME: folder });
  const target = {
    name: 'one',
    api: 'pvwa',
    resources: { provider: [{ id: 'a', clientId: 'c' }] },
  };
  const planned = (more: object) => run(`plan ${write({ targets: [{ ...target, ...more }] })}`);
  const byVariable = await planned({ settings: { PVWA_PASSWORD: 'env:constructor' } });
  expect(byVariable).toMatchObject({ code: 1 });
  expect(byVariable.stderr).toContain('env:constructor: is not set or empty');
  const byContext = await planned({ context: 'toString' });
  expect(byContext).toMatchObject({ code: 1 });
  expect(byContext.stderr).toContain('there is no context of that name');
  const used = await run('context use constructor');
  expect(used).toMatchObject({ code: 2 });
});
