/** Two ways to write the same responses: `plain` is what most servers send, `ornate` what the standards also allow. */
export type WireStyle = 'plain' | 'ornate';

function arrange(value: unknown, style: WireStyle): unknown {
  if (Array.isArray(value)) return value.map((item) => arrange(item, style));
  if (typeof value !== 'object' || value === null) return value;
  const ascending = style === 'plain' ? 1 : -1;
  const entries = Object.entries(value).toSorted(([left], [right]) =>
    left < right ? -ascending : ascending,
  );
  return Object.fromEntries(entries.map(([name, item]) => [name, arrange(item, style)]));
}

/**
 * Writes a value as JSON text: `plain` compact with properties in alphabetical order; `ornate` indented, with white space
 * around it, properties in the reverse order, and every `/` and every character beyond ASCII escaped.
 */
export function writeJson(value: unknown, style: WireStyle): string {
  const arranged = arrange(value, style);
  if (style === 'plain') return JSON.stringify(arranged);
  // Slashes and characters beyond ASCII stand only inside strings, so replacing them everywhere is safe.
  const escaped = JSON.stringify(arranged, null, '\t')
    .replaceAll('/', '\\/')
    .replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `\r\n${escaped}\n`;
}
