/** A `fetch` with Prism in the way, and what Prism has said since it was last asked. */
export interface ThroughPrism {
  readonly fetch: typeof fetch;
  violations(): readonly string[];
}

/** Header in which Prism lists violations. Source: prism-http-server 5.16, `addViolationHeader`. */
const violationHeader = 'sl-violations';

/**
 * Sends to the proxy what is meant for the server. The client must not know of the proxy: it signs the server's own name,
 * which Prism puts back when it forwards.
 */
export function throughPrism(server: string, proxy: string): ThroughPrism {
  const found: string[] = [];
  return {
    fetch: async (input, init) => {
      const target = input instanceof Request ? input.url : String(input);
      if (!target.startsWith(server)) throw new Error(`${target} does not go to ${server}`);
      const path = target.slice(server.length);
      const response = await fetch(`${proxy}${path}`, init);
      const text = await violationIn(response);
      if (text !== undefined)
        found.push(`${init?.method ?? 'GET'} ${path.split('?', 1)[0] ?? ''}: ${text}`);
      return response;
    },
    violations: () => found.splice(0),
  };
}

/** What Prism says in the header of a response, or in place of the response. */
async function violationIn(response: Response): Promise<string | undefined> {
  const listed = response.headers.get(violationHeader);
  if (listed !== null) return listed;
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json');
  return isProblem === true ? response.clone().text() : undefined;
}
