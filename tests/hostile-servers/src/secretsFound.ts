const offsets = [0, 1, 2] as const;

/** The part of a text's Base64 form that does not depend on what is around it. */
function withinBase64(secret: string, offset: number): string {
  const encoded = Buffer.from('\0'.repeat(offset) + secret).toString('base64');
  return encoded.slice(offset === 0 ? 0 : 4, -4);
}

/** Every form in which a secret may be written: in Base64, in a URL, in hexadecimal. The letter case does not matter. */
function formsOf(secret: string): readonly string[] {
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString('hex'),
    ...offsets.map((offset) => withinBase64(secret, offset)),
  ].filter((form) => form.length >= 6);
}

/** Those of the secrets that are in a text in any form. */
export function secretsFound(text: string, secrets: Iterable<string>): string[] {
  const lower = text.toLowerCase();
  return [...secrets].filter((secret) =>
    formsOf(secret).some((form) => lower.includes(form.toLowerCase())),
  );
}

/** Characters that do something to a terminal: all control characters but those of a text, and marks of direction. */
const harmful =
  // oxlint-disable-next-line no-control-regex -- these are what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/u;

/** Where a text has a character that does something to a terminal, in JSON; undefined where it has none. */
export function harmfulPart(text: string): string | undefined {
  const at = text.search(harmful);
  return at < 0 ? undefined : JSON.stringify(text.slice(Math.max(0, at - 30), at + 30));
}
