const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function jsonText(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

function asciiJson(value: string): string {
  return jsonText(value).replace(
    /[\u007f-\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Everything but RFC 3986's unreserved characters, as signatures want it. */
function percentEncoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** A shorter piece of Base64 would be found in ordinary words. */
const shortestBase64 = 8;

/**
 * A text in Base64, alone and with one or two other bytes before it, as a user name is in Basic authentication. Characters
 * that hold bits of its neighbours too are left out then.
 */
function base64Of(text: string): string[] {
  const bytes = new TextEncoder().encode(text);
  const pieces = [0, 1, 2].flatMap((before) => {
    let binary = '\0'.repeat(before);
    for (const byte of bytes) binary += String.fromCharCode(byte);
    const encoded = btoa(binary).replace(/=+$/, '');
    const inside = encoded.slice(Math.ceil((before * 4) / 3), Math.floor((binary.length * 4) / 3));
    return before === 0 ? [encoded, inside] : [inside];
  });
  return pieces
    .filter(({ length }) => length >= shortestBase64)
    .flatMap((piece) => [
      piece,
      piece.replaceAll('+', '-').replaceAll('/', '_'),
      percentEncoded(piece),
      piece.replaceAll('/', '\\/'),
    ]);
}

function hexOf(text: string): string {
  const bytes = [...new TextEncoder().encode(text)];
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Every way in which a value may be written in a URL, in JSON, in a form, in a page, in Base64 or in hexadecimal; ASCII letters in
 * one case.
 */
export function spellingsOf(value: string): string[] {
  // A lone surrogate has no spelling in a URL.
  const text = value.toWellFormed();
  const percent = percentEncoded(text);
  const json = jsonText(value);
  return [
    ...new Set([
      value,
      text,
      percent,
      percent.replaceAll('%20', '+'),
      encodeURIComponent(text),
      encodeURI(text),
      json,
      json.replaceAll('/', '\\/'),
      jsonText(json),
      asciiJson(value),
      value.replace(/[&<>"']/g, (c) => escapes[c] ?? c),
      ...base64Of(text),
      hexOf(text),
    ]),
  ];
}
