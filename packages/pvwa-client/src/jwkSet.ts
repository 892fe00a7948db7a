import { privateMembersIn } from '@oidc-admin/client/terminal';

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mistakeInKey(key: unknown): string | undefined {
  if (!isObject(key)) return 'is no JSON object';
  const found = privateMembersIn(key);
  if (found.length > 0)
    return `holds the private ${found.length === 1 ? 'member' : 'members'} ${found.join(', ')}; only a public key may be given away`;
  return typeof key['kty'] === 'string' ? undefined : "has no 'kty', which names its type";
}

/**
 * What is wrong with a text as a set of public keys (RFC 7517), in words that end a sentence; nothing where it is one. A private
 * key is named by its members, never by their values.
 */
export function mistakeInJwkSet(text: string): string | undefined {
  let set: unknown;
  try {
    set = JSON.parse(text);
  } catch {
    // The reason is not passed on: it quotes the text.
    return 'is not valid JSON';
  }
  if (!isObject(set)) return 'is no JSON object';
  const { keys } = set;
  if (!Array.isArray(keys)) return "has no list 'keys'";
  if (keys.length === 0) return "has no key in 'keys'";
  const mistakes = keys.flatMap((key: unknown, index) => {
    const mistake = mistakeInKey(key);
    return mistake === undefined ? [] : [`key ${index + 1} in 'keys' ${mistake}`];
  });
  return mistakes.length === 0 ? undefined : mistakes.join('; ');
}
