import { entriesOf, type MockSetting } from '@oidc-admin/mock/settings';

type Environment = Readonly<Record<string, string | undefined>>;

const roles = ['vaultAdmin', 'user'];

function isUser(value: unknown): boolean {
  const { password, role } = (value ?? {}) as {
    readonly password?: unknown;
    readonly role?: unknown;
  };
  return typeof password === 'string' && password !== '' && roles.includes(String(role));
}

function usersOfClients({
  PVWA_USERNAME: name,
  PVWA_PASSWORD: password,
  PVWA_AUDITOR_USERNAME: auditor,
  PVWA_AUDITOR_PASSWORD: auditorPassword,
}: Environment): unknown {
  if (!name) return undefined;
  if (!password) throw new Error('PVWA_USERNAME is there, and no PVWA_PASSWORD');
  return {
    [name]: { password, role: 'vaultAdmin' },
    ...(auditor && auditorPassword
      ? { [auditor]: { password: auditorPassword, role: 'user' } }
      : {}),
  };
}

/** The options that only this mock has, for a command line and an environment. */
export const pvwaSettings: readonly MockSetting[] = [
  {
    option: 'users',
    placeholder: '<file>',
    description:
      'JSON of who may log on: {"NAME": {"password": "…", "role": "vaultAdmin" or "user"}}',
    isSecret: true,
    read: entriesOf(isUser, '{"NAME": {"password": "…", "role": "vaultAdmin"}}'),
    ofClients: usersOfClients,
  },
];
