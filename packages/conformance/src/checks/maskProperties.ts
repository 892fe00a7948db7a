function escaped(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9]/g, String.raw`\$&`);
}

/**
 * Masks the values of properties by their names, whatever their letter case, in a text that looks like JSON and is none: an
 * answer that was cut short, say. A text that is not closed, an object and a list are masked up to the end.
 */
export function maskProperties(text: string, names: readonly string[], mask: string): string {
  if (names.length === 0) return text;
  const value = String.raw`"(?:[^"\\]|\\[^])*(?:"|\\?$)|[[{][^]*|[^\s"[{,}\]][^,}\]]*`;
  const property = new RegExp(`("(?:${names.map(escaped).join('|')})"\\s*:\\s*)(?:${value})`, 'gi');
  return text.replaceAll(property, (_, start: string) => `${start}"${mask}"`);
}
