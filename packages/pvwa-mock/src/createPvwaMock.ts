import { createMock, type Mock, type MockOptions, type Deployment } from '@oidc-admin/mock';
import document from '@oidc-admin/pvwa-spec/document.json' with { type: 'json' };
import { pvwaErrorBody } from './pvwaErrorBody.ts';

/** Options of the PVWA mock, beside those that every mock has. */
export interface PvwaMockOptions extends MockOptions {
  /** Who may log on; the two users of the demo where it is left out. The roles are `vaultAdmin` and `user`. */
  readonly users?: Deployment['users'];
}

const demoUsers: Deployment['users'] = {
  admin: { password: 'Passw0rd!', role: 'vaultAdmin' },
  auditor: { password: 'Passw0rd!', role: 'user' },
};

/** Makes a PVWA server that remembers, with the demo's users `admin` (a vault admin) and `auditor` (not one). */
export function createPvwaMock(options: PvwaMockOptions = {}): Mock {
  const { sessionTimeoutSeconds, users = demoUsers } = options;
  return createMock(
    {
      document,
      deployment: { parents: {}, users, settings: {} },
      environment: {
        ...credentialsOf(users, 'vaultAdmin', 'PVWA'),
        ...credentialsOf(users, 'user', 'PVWA_AUDITOR'),
        ...(sessionTimeoutSeconds === undefined
          ? {}
          : { PVWA_SESSION_TIMEOUT_SECONDS: String(sessionTimeoutSeconds) }),
      },
      // Source: PVWA-WILD-MEMBER-CASE.
      anyPropertyCase: true,
      errorBody: pvwaErrorBody,
      complete: (body, { operation, status, newToken }) =>
        operation.action.does === 'open' && status === 200 ? newToken() : body,
    },
    options,
  );
}

function credentialsOf(
  users: Deployment['users'],
  role: string,
  prefix: string,
): Readonly<Record<string, string>> {
  const found = Object.entries(users).find(([, user]) => user.role === role);
  if (found === undefined) return {};
  const [name, { password }] = found;
  return { [`${prefix}_USERNAME`]: name, [`${prefix}_PASSWORD`]: password };
}
