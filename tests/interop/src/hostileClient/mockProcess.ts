import { createPvwaMock } from '@oidc-admin/pvwa-mock';
import { createWickrMock } from '@oidc-admin/wickr-mock';

/*
 * `node mockProcess.ts pvwa|wickr`, forked: a mock whose memory is its own. Says its port; answers each message with the
 * most memory that it ever took, in bytes, and says what it failed at.
 */
function onError(error: unknown): void {
  process.send?.({ mistake: error instanceof Error ? (error.stack ?? '') : String(error) });
}
const session = { user: 'admin', role: 'vaultAdmin', lastUsed: Date.now(), closed: false };
const mock =
  process.argv[2] === 'pvwa'
    ? createPvwaMock({
        onError,
        seed: { sessions: { token: session } },
        sessionTimeoutSeconds: 86_400,
      })
    : createWickrMock({ onError });
const { port } = await mock.start();
// Not the kernel's own maximum, which begins with that of the parent.
let peakBytes = 0;
function look(): void {
  peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
}
setInterval(look, 20).unref();
process.on('message', () => {
  look();
  process.send?.({ peakBytes });
});
process.send?.({ port });
