import { languages } from './languages.ts';

/** What turbo remembers of one call: the clients that it made, below the root. The next call makes it anew. */
export const builtFolder = 'generated-clients/.built';

/**
 * The languages and the APIs that words on the command line name; all that are known where they name none. The first word may
 * name any generator. Throws where another one is neither a known language nor an API.
 */
export function wantedClients(
  words: readonly string[],
  knownApis: readonly string[],
): { readonly languages: readonly string[]; readonly apis: readonly string[] } {
  const knownLanguages = Object.keys(languages);
  const apis = words.filter((word) => knownApis.includes(word));
  const others = words.filter((word) => !knownApis.includes(word));
  const unknown = words.find(
    (word, index) => index > 0 && others.includes(word) && !knownLanguages.includes(word),
  );
  if (unknown !== undefined || words.some((word) => word.startsWith('-'))) {
    throw new Error(
      [
        `There is no API and no tried language '${unknown ?? words.find((word) => word.startsWith('-'))}'.`,
        'Usage: pnpm generate:clients [language…] [api…]',
        `APIs: ${knownApis.join(', ')}`,
        `Languages: ${knownLanguages.join(', ')}; the first word may be any other generator of openapi-generator`,
      ].join('\n'),
    );
  }
  return {
    languages: others.length === 0 ? knownLanguages : [...new Set(others)],
    apis: apis.length === 0 ? knownApis : [...new Set(apis)],
  };
}
