import { access } from '@oidc-admin/API-client/testing';
import document from '@oidc-admin/API-spec/document.json' with { type: 'json' };
// Ten lines of a user's project: API stands for the one that is checked.
import { registerChecks } from '@oidc-admin/conformance/vitest';
import { contractOf } from '@oidc-admin/contract';

registerChecks(
  { url: process.env.API_URL, contract: contractOf(document), access, environment: process.env },
  { level: 'disposable', seed: 1 },
);
