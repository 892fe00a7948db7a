import { ConfigurationError, readText, tooLarge } from '@oidc-admin/client';
import { mistakeInAddress } from './address.ts';
import type { DoctorSurroundings } from './doctorSurroundings.ts';
import type { DocumentReading } from './evidence.ts';
import { shown } from './signInFinding.ts';

/** So often a document may be elsewhere on the same server. */
const mostRedirects = 3;

/** What a reading is made with. */
export interface Reader {
  readonly surroundings: Pick<DoctorSurroundings, 'fetch' | 'now'>;
  /** Ends all readings together. */
  readonly signal: AbortSignal;
}

interface WantedJson {
  readonly url: string;
  /** In bytes, unpacked. */
  readonly limit: number;
}

/** The innermost cause of a failing `fetch`, in the words of the system. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause, errors } = error as Error & { readonly errors?: unknown };
  if (cause !== undefined) return causeOf(cause);
  if (Array.isArray(errors) && errors.length > 0) return causeOf(errors[0]);
  return error.message;
}

/** How far the clock of a server is ahead of ours, in seconds; a response from a cache is as old as it says. */
function clockAhead(headers: Headers, nowMs: number): number | undefined {
  const said = Date.parse(headers.get('date') ?? '');
  const ageS = Number(headers.get('age') ?? 0);
  return Number.isNaN(said + ageS) ? undefined : Math.round((said - nowMs) / 1000 + ageS);
}

/** Where a response leads: on the same server, to another one, to what is no address of the web, or nowhere. */
function target(
  response: Response,
  url: string,
): { readonly next?: string; readonly elsewhere?: string; readonly nowhere?: string } {
  const location = response.headers.get('location') ?? '';
  if (response.status < 300 || response.status > 399 || location === '') return {};
  const next = URL.parse(location, url);
  if (next === null || mistakeInAddress(next.href) !== undefined) return { nowhere: location };
  return next.origin === new URL(url).origin ? { next: next.href } : { elsewhere: next.href };
}

async function dropped(response: Response): Promise<void> {
  await response.body?.cancel().catch(() => undefined);
}

/**
 * Reads a document that a stranger serves: no more of it than the limit says, and from the same server only, wherever it
 * leads. Never rejects but with a `ConfigurationError`, where the proxy cannot be used.
 */
export async function readPublished(
  { surroundings, signal }: Reader,
  { url: first, limit }: WantedJson,
): Promise<DocumentReading<Response>> {
  const moved: string[] = [];
  let url = first;
  for (;;) {
    const failed = (failure: 'unreachable' | 'status' | 'invalid', why: string) => ({
      failure,
      url,
      why: shown(why),
    });
    let response: Response;
    let clockAheadS: number | undefined;
    let text: string | typeof tooLarge;
    try {
      response = await surroundings.fetch(url, {
        headers: { accept: 'application/json' },
        redirect: 'manual',
        signal,
      });
      // Before the body, which may take its time.
      clockAheadS = clockAhead(response.headers, surroundings.now());
      const { next, elsewhere, nowhere } = target(response, url);
      const isTooFar = next !== undefined && moved.length === mostRedirects;
      const stop = elsewhere ?? nowhere ?? (isTooFar ? next : undefined);
      if (stop !== undefined) {
        void dropped(response);
        const failure = elsewhere === undefined ? 'redirected' : 'elsewhere';
        return { failure, url, why: `it leads to ${shown(stop)}`, location: shown(stop) };
      }
      if (next !== undefined) {
        void dropped(response);
        moved.push(url);
        url = next;
        continue;
      }
      if (response.status !== 200) {
        void dropped(response);
        return failed('status', `the server answered ${response.status}`);
      }
      text = await readText(response, limit);
    } catch (error) {
      if (error instanceof ConfigurationError) throw error;
      return failed(
        'unreachable',
        signal.aborted ? 'there was no response in time' : causeOf(error),
      );
    }
    if (text === tooLarge) return failed('invalid', `it is longer than ${limit} bytes`);
    return {
      value: new Response(text, { headers: { 'content-type': 'application/json' } }),
      url,
      moved,
      clockAheadS,
    };
  }
}
