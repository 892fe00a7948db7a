const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** HTML that was made by `markup`, and needs no escaping any more. */
export class Markup {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

export type Content = string | number | Markup | undefined | readonly Content[];

/** Text as it can stand in HTML, in an element or in a quoted attribute; HTML has no way to write the character NUL. */
function escapeHtml(text: string): string {
  // Most texts have nothing to escape.
  if (text.isWellFormed() && !/[&<>"'\0]/.test(text)) return text;
  return text
    .toWellFormed()
    .replaceAll('\0', '\ufffd')
    .replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}

function render(content: Content): string {
  if (content === undefined) return '';
  if (content instanceof Markup) return content.toString();
  if (typeof content !== 'object') return escapeHtml(String(content));
  let made = '';
  // `join` would copy what was made once more at each depth.
  for (const part of content) made += render(part);
  return made;
}

/**
 * A template of HTML: every value in it is escaped, unless it is HTML already. Not named `html`, since formatters would
 * move the white space of what they take for a page, and that is content inside `pre`, `style` and `script`.
 */
export function markup(texts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  let made = '';
  for (const [index, text] of texts.entries()) made += text + render(values[index]);
  return new Markup(made);
}

/** An id for an element, from the names that lead to it. No two different names give the same. */
export function anchor(...names: readonly string[]): string {
  return names
    .map((name) =>
      name.replaceAll(/[^\w.-]/g, (one) => `:${one.codePointAt(0)?.toString(16) ?? ''}`),
    )
    .join('~');
}
