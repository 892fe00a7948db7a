/** Who may sign in to a mock, and by what. What is left out lets nobody in. */
export interface MockCredentials {
  readonly role: string;
  readonly token?: string;
  readonly username?: string;
  readonly password?: string;
  readonly apiKey?: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
}

/** User name and password, as `Basic` carries them; empty where there are none. */
export function basicParts(value: string): {
  readonly username: string;
  readonly password: string;
} {
  const text = Buffer.from(value, 'base64').toString();
  const colon = text.indexOf(':');
  return colon < 0
    ? { username: text, password: '' }
    : { username: text.slice(0, colon), password: text.slice(colon + 1) };
}
