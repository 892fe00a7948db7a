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
export const escapeHtml = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll('\0', '\ufffd')
    .replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);

const render = (content: Content): string => {
  if (content === undefined) return '';
  if (content instanceof Markup) return content.toString();
  return typeof content === 'object' ? content.map(render).join('') : escapeHtml(String(content));
};

/**
 * A template of HTML: every value in it is escaped, unless it is HTML already. Not named `html`, since formatters would
 * move the white space of what they take for a page, and that is content inside `pre`, `style` and `script`.
 */
export const markup = (texts: TemplateStringsArray, ...values: readonly Content[]): Markup =>
  new Markup(texts.map((text, index) => text + render(values[index])).join(''));
