import { createPvwaMock } from './createPvwaMock.ts';

/* `node stateServer.fixture.ts FILE`: a mock that keeps its state in a file; prints its URL. */
const [stateFile = ''] = process.argv.slice(2);
const session = { user: 'admin', role: 'vaultAdmin', lastUsed: Date.now(), closed: false };
const server = await createPvwaMock({ stateFile, seed: { sessions: { token: session } } }).start();
process.stdout.write(`${server.url}\n`);
