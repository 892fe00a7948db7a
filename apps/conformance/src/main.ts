import { conformance, processTerminal } from '@oidc-admin/conformance';

process.exitCode = await conformance(process.argv.slice(2), processTerminal());
