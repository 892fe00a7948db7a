type Key = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

const bytes = (data: string | Uint8Array): Uint8Array<ArrayBuffer> =>
  typeof data === 'string' ? new TextEncoder().encode(data) : new Uint8Array(data);

const hex = (buffer: ArrayBuffer): string =>
  [...new Uint8Array(buffer)].map((one) => one.toString(16).padStart(2, '0')).join('');

const importKey = (raw: Uint8Array<ArrayBuffer>): Promise<Key> =>
  crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);

/** Hashing and signing with WebCrypto, as browsers have it. */
export const webSigning = {
  hash: async (data: string | Uint8Array): Promise<string> =>
    hex(await crypto.subtle.digest('SHA-256', bytes(data))),
  deriveKey: async (secret: string, parts: readonly string[]): Promise<Key> => {
    let key = await importKey(bytes(`AWS4${secret}`));
    for (const part of parts)
      key = await importKey(new Uint8Array(await crypto.subtle.sign('HMAC', key, bytes(part))));
    return key;
  },
  sign: async (key: Key, text: string): Promise<string> =>
    hex(await crypto.subtle.sign('HMAC', key, bytes(text))),
};
