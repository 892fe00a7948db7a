import { expect, test } from 'vitest';
import { fail, startVault } from './fixtures/vault.ts';
import { createPvwaClient, RadiusChallengeError } from './index.ts';

const user = { username: 'admin', password: 'Passw0rd!', type: 'RADIUS' as const };

/** Asks for codes one after the other, then lets in. Knows by a cookie whom it has asked. */
function startAsking(...codes: string[]) {
  return startVault(({ path, body, headers }, response) => {
    if (!path.endsWith('/Logon')) return false;
    const { password } = JSON.parse(body) as { password: string };
    const step = Number(/step=(\d)/.exec(headers.cookie ?? '')?.[1] ?? 0);
    const right = step === 0 ? user.password : codes[step - 1];
    if (password !== right) return fail(response, 403, 'PASWS013E');
    if (step === codes.length) return false;
    response.setHeader('set-cookie', [`step=${step + 1}; Path=/; HttpOnly`, 'other=1']);
    return fail(response, 500, 'ITATS542I', `Code number ${step + 1}?`);
  });
}

test('the question is put to the caller, and the response opens the session', async () => {
  await using vault = await startAsking('111111', '222222');
  const questions: string[] = [];
  const client = createPvwaClient({
    url: vault.url,
    ...user,
    onChallenge: async ({ question }) => {
      questions.push(question);
      return questions.length === 1 ? '111111' : '222222';
    },
  });
  expect(await client.listProviders()).toEqual({ Providers: [] });
  expect(questions).toEqual(['Code number 1?', 'Code number 2?']);
  expect(vault.count('/Logon')).toBe(3);
  expect(JSON.parse(vault.requests[1]?.body ?? '')).toMatchObject({
    username: 'admin',
    concurrentSession: true,
  });
});

test('without onChallenge, the question is an error that can be answered', async () => {
  await using vault = await startAsking('111111');
  const client = createPvwaClient({ url: vault.url, ...user });
  const error: unknown = await client.listProviders().catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(RadiusChallengeError);
  expect(error).toMatchObject({
    code: 'RadiusChallengeError',
    question: 'Code number 1?',
    retryable: false,
  });
  // A question is not retried: it would be asked again.
  expect(vault.count('/Logon')).toBe(1);
  if (error instanceof RadiusChallengeError) await error.answer('111111');
  expect(await client.listProviders()).toEqual({ Providers: [] });
  expect(vault.count('/Logon')).toBe(2);
});

test('a wrong response is refused like a wrong password', async () => {
  await using vault = await startAsking('111111');
  const client = createPvwaClient({ url: vault.url, ...user, onChallenge: () => '999999' });
  await expect(client.listProviders()).rejects.toMatchObject({ code: 'Forbidden', status: 403 });
});

test('a server that never stops asking is given up', async () => {
  await using vault = await startVault((_, response) => fail(response, 500, 'ITATS542I', 'Again?'));
  const client = createPvwaClient({ url: vault.url, ...user, onChallenge: () => '1' });
  await expect(client.listProviders()).rejects.toMatchObject({ code: 'RadiusChallengeError' });
  expect(vault.requests.length).toBeLessThan(20);
});
