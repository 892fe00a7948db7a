/** What a test looks at of an answer. */
export interface Seen {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: unknown;
  readonly code: unknown;
}

export type Call = (
  method: string,
  path: string,
  body?: object | string | Uint8Array,
  headers?: Readonly<Record<string, string>>,
) => Promise<Seen>;

/** Logs on, unless a token is given, and answers a function that sends requests with the token. */
export async function signIn(
  url: string,
  username = 'admin',
  token?: string,
  fetchWith: typeof fetch = fetch,
): Promise<Call> {
  const send = async (
    method: string,
    path: string,
    body: Parameters<Call>[2],
    headers: Readonly<Record<string, string>>,
  ): Promise<Seen> => {
    const plain = body === undefined || typeof body === 'string' || body instanceof Uint8Array;
    const response = await fetchWith(url + path, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: plain ? ((body as string | undefined) ?? null) : JSON.stringify(body),
    });
    const text = await response.text();
    const json = parsed(text);
    const code = (json as { ErrorCode?: unknown } | undefined)?.ErrorCode;
    return { status: response.status, headers: response.headers, text, json, code };
  };
  const logon = { username, password: 'Passw0rd!', concurrentSession: true };
  const opened = token ?? (await send('POST', '/api/Auth/CyberArk/Logon', logon, {})).json;
  const authorization = String(opened);
  return (method, path, body, headers = {}) =>
    send(method, path, body, { authorization, ...headers });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
