// What a user's test file looks like; the tests of `../../vitest.ts` run it in a vitest of its own.
import { contractOf } from '@oidc-admin/contract';
import { registerChecks } from '../../vitest.ts';
import { apis } from '../generated/apis.ts';

const { API = '', TARGET = '', OPTIONS = '{}', ...environment } = process.env;
const { access, document } = apis[API as keyof typeof apis];

registerChecks(
  {
    url: TARGET,
    contract: contractOf(await document()),
    access: await access(),
    environment,
  },
  { level: 'disposable', seed: 1, ...(JSON.parse(OPTIONS) as object) },
);
