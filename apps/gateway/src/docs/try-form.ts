import { html, type Markup, type Part, sentence } from './html.ts';
import type { Operation, Parameter } from './open-api.ts';

const FIELD_NAMES: Readonly<Record<string, string>> = { path: 'path', query: 'query', header: 'header' };

function field(
  operationId: string,
  { name, in: place, required, description, schema, example }: Parameter,
): Part {
  if (FIELD_NAMES[place] === undefined) return undefined;
  const id = `${operationId}-${place}-${name}`;
  const attributes = html`id="${id}" name="${name}" data-in="${place}"${required ? html` required` : undefined}${
    description === undefined ? undefined : html` aria-describedby="${id}-hint"`
  }`;
  const control =
    schema?.enum === undefined
      ? html`<input ${attributes}${
          example === undefined ? undefined : html` value="${String(example)}"`
        } autocomplete="off" autocapitalize="off" spellcheck="false">`
      : html`<select ${attributes}><option value=""></option>${schema.enum.map(
          (value) =>
            html`<option${value === example ? html` selected` : undefined}>${String(value)}</option>`,
        )}</select>`;
  return html`<div class="field"><label for="${id}"><code>${name}</code> <span class="faint">${place}${
    required ? ', required' : ''
  }</span></label>${
    description === undefined ? undefined : html`<p class="hint" id="${id}-hint">${sentence(description)}</p>`
  }${control}</div>`;
}

function bodyField(operationId: string, { requestBody }: Operation): Part {
  const [entry] = Object.entries(requestBody?.content ?? {});
  if (entry === undefined) return undefined;
  const [type, { example = {} }] = entry;
  const text = typeof example === 'string' ? example : JSON.stringify(example, null, 2);
  const id = `${operationId}-body`;
  return html`<div class="field"><label for="${id}">Body <span class="faint">${type}</span></label><textarea id="${id}" name="body" data-in="body" data-type="${type}" rows="${Math.min(
    16,
    text.split('\n').length + 1,
  )}" spellcheck="false" autocapitalize="off">${text}</textarea></div>`;
}

/** A form that sends the operation's call from the page; it does nothing without the page's script. */
export function tryForm(operationId: string, method: string, path: string, operation: Operation): Markup {
  const { parameters = [], security = [] } = operation;
  return html`<form class="try" data-method="${method.toUpperCase()}" data-path="${path}"${
    security.length > 0 ? html` data-signed` : undefined
  } aria-label="Try ${method.toUpperCase()} ${path}" novalidate><h4>Try it</h4>${parameters.map((parameter) =>
    field(operationId, parameter),
  )}${bodyField(operationId, operation)}<button>Send <span class="unseen">${method.toUpperCase()} ${path}</span></button><div class="result" role="status"></div></form>`;
}
