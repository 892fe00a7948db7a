/**
 * The options of openapi-generator that give a client a name of its own, so that the clients of two APIs can be
 * installed side by side. A language that is not listed keeps the generator's defaults.
 */
export function clientNames(api: string, language: string): Readonly<Record<string, string>> {
  const word = api.replaceAll('-', '_');
  const names: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    python: { packageName: `${word}_client`, projectName: `${api}-client` },
    go: { packageName: `${word}client` },
    java: {
      groupId: 'oidc.admin',
      artifactId: `${api}-client`,
      invokerPackage: `oidc.admin.${word}`,
      apiPackage: `oidc.admin.${word}.api`,
      modelPackage: `oidc.admin.${word}.model`,
    },
  };
  return names[language] ?? {};
}
