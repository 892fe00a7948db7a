import type * as NodeCrypto from 'node:crypto';

/** Node's own module, found without an import, so that a browser's bundle does not ask for it. */
export const nodeCrypto = (): typeof NodeCrypto | undefined =>
  globalThis.process?.getBuiltinModule?.('node:crypto');

/** Hashing and signing on Node: at once, with the key held as a KeyObject, which is several times as fast as bytes. */
export const nodeSigning = (
  crypto: typeof NodeCrypto,
): {
  readonly hash: (data: string | Uint8Array) => string;
  readonly deriveKey: (secret: string, parts: readonly string[]) => NodeCrypto.KeyObject;
  readonly sign: (key: NodeCrypto.KeyObject, text: string) => string;
} => {
  const { createHash, createHmac, createSecretKey, hash } = crypto;
  return {
    hash: (data) =>
      // Since Node 20.12, and twice as fast.
      typeof hash === 'function'
        ? hash('sha256', data, 'hex')
        : createHash('sha256').update(data).digest('hex'),
    deriveKey: (secret, parts) =>
      createSecretKey(
        parts.reduce<Buffer>(
          (key, part) => createHmac('sha256', key).update(part).digest(),
          Buffer.from(`AWS4${secret}`),
        ),
      ),
    sign: (key, text) => createHmac('sha256', key).update(text).digest('hex'),
  };
};
