/** A piece of a page: text of it was escaped already. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** What a page is put together from: texts, pieces, lists of both; nothing at all for what is absent. */
export type Part = string | number | Markup | undefined | readonly Part[];

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function render(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Markup) return part.text;
  return typeof part === 'object' ? part.map(render).join('') : escapeHtml(String(part));
}

/** A piece of a page, with every text in it escaped. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  return new Markup(String.raw({ raw: strings }, ...parts.map(render)));
}

/** A sentence; what stands between backticks as code. */
export function sentence(text: string | undefined): Part {
  return text?.split('`').map((span, place) => (place % 2 === 1 ? html`<code>${span}</code>` : span));
}

/** Sentences as paragraphs. */
export function prose(text: string | undefined): Part {
  if (text === undefined || text === '') return undefined;
  return text.split('\n\n').map((paragraph) => html`<p>${sentence(paragraph)}</p>`);
}
