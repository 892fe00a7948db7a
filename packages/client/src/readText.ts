/** The body was over the limit. */
export const tooLarge = Symbol('tooLarge');

/**
 * Reads a body as text, unless it is over the limit, in bytes. A broken or truncated body rejects
 * as the `fetch` in use says it.
 */
export function readText(response: Response, limit: number): Promise<string | typeof tooLarge> {
  const length = response.headers.get('content-length');
  if (length !== null && Number(length) > limit) {
    void response.body?.cancel().catch(() => undefined);
    return Promise.resolve(tooLarge);
  }
  // With a length and without an encoding, what comes is what was announced.
  return length !== null && !response.headers.has('content-encoding')
    ? response.text()
    : readByChunks(response, limit);
}

async function readByChunks(response: Response, limit: number): Promise<string | typeof tooLarge> {
  if (response.body === null) return '';
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  let text = '';
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.byteLength;
    if (size > limit) {
      void reader.cancel().catch(() => undefined);
      return tooLarge;
    }
    text += decoder.decode(value, { stream: true });
  }
}
