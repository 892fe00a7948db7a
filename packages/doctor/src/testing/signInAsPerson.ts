import { CookieJar } from 'tough-cookie';
import type { DoctorSurroundings } from '../doctorSurroundings.ts';

/** How a person behaves at the provider. */
export interface PersonOptions {
  readonly fetch: DoctorSurroundings['fetch'];
  readonly login: string;
  /** Goes back instead of signing in. */
  readonly gives?: 'up';
}

/**
 * Goes through the pages of the provider as a browser does: follows where it is led, keeps cookies, signs in and consents. Answers
 * the last page: that of the doctor, or an error of the provider.
 */
export async function signInAsPerson(
  first: string,
  { fetch, login, gives }: PersonOptions,
): Promise<string> {
  const jar = new CookieJar();
  let url = first;
  let form: Readonly<Record<string, string>> | undefined;
  for (let step = 0; step < 20; step += 1) {
    const response = await fetch(url, {
      method: form === undefined ? 'GET' : 'POST',
      redirect: 'manual',
      headers: {
        cookie: await jar.getCookieString(url),
        ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(form === undefined ? {} : { body: new URLSearchParams(form).toString() }),
    });
    form = undefined;
    for (const cookie of response.headers.getSetCookie()) await jar.setCookie(cookie, url);
    const page = await response.text();
    const location = response.headers.get('location');
    if (location !== null) url = new URL(location, url).href;
    else if (!page.includes('name="prompt"')) return page;
    else if (gives === 'up') url = `${url}/abort`;
    else {
      const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1] ?? '';
      form = { prompt, login, password: 'whatever' };
    }
  }
  throw new Error('The pages of the provider lead nowhere');
}
