import { createHash } from 'node:crypto';

/** As much of an OpenAPI document as the page shows. */
interface Operation {
  summary?: string;
  tags?: string[];
  parameters?: { name: string; in: string; required?: boolean; schema?: unknown; description?: string }[];
  requestBody?: { content?: Record<string, { schema?: unknown }> };
  responses?: Record<string, { description?: string; content?: Record<string, { schema?: unknown }> }>;
}

interface OpenApi {
  info?: { title?: string; version?: string; description?: string };
  paths?: Record<string, Record<string, Operation>>;
}

const STYLE = `
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #0b0c0c; }
  h2 { margin-top: 2.5rem; font-size: 1.1rem; } code, pre { font-family: ui-monospace, monospace; font-size: 0.9rem; }
  pre { background: #f3f2f1; padding: 0.75rem; overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
  th, td { text-align: left; vertical-align: top; padding: 0.25rem 0.75rem 0.25rem 0; border-bottom: 1px solid #b1b4b6; }
  .method { display: inline-block; min-width: 4.5rem; font-weight: 700; } a { color: #1d70b8; }`;

/** The page's own style as a source for its Content-Security-Policy: nothing else inline is let in. */
export const STYLE_SOURCE = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function schemasOf(content: Record<string, { schema?: unknown }> | undefined): string {
  return Object.entries(content ?? {})
    .map(([type, { schema }]) => {
      const text =
        schema === undefined ? '' : `<pre tabindex="0">${escapeHtml(JSON.stringify(schema, null, 2))}</pre>`;
      return `<details><summary><code>${escapeHtml(type)}</code></summary>${text}</details>`;
    })
    .join('');
}

function parametersOf({ parameters = [] }: Operation): string {
  if (parameters.length === 0) return '';
  const rows = parameters.map(
    (parameter) =>
      `<tr><td><code>${escapeHtml(parameter.name)}</code></td><td>${escapeHtml(parameter.in)}</td>` +
      `<td>${parameter.required ? 'required' : 'optional'}</td><td>${escapeHtml(parameter.description ?? '')}</td></tr>`,
  );
  const head =
    '<tr><th scope="col">Name</th><th scope="col">In</th><th scope="col">Needed</th><th scope="col"></th></tr>';
  return `<table><caption>Parameters</caption><thead>${head}</thead><tbody>${rows.join('')}</tbody></table>`;
}

function responsesOf({ responses = {} }: Operation): string {
  const items = Object.entries(responses).map(
    ([status, { description = '', content }]) =>
      `<li><strong>${escapeHtml(status)}</strong> ${escapeHtml(description)}${schemasOf(content)}</li>`,
  );
  return `<ul>${items.join('')}</ul>`;
}

function operationOf(path: string, method: string, operation: Operation): string {
  const body =
    operation.requestBody === undefined ? '' : `<h3>Body</h3>${schemasOf(operation.requestBody.content)}`;
  const id = escapeHtml(`${method}-${path}`.replace(/[^A-Za-z0-9]+/g, '-'));
  return (
    `<section aria-labelledby="${id}"><h2 id="${id}"><span class="method">${escapeHtml(method.toUpperCase())}</span> ` +
    `<code>${escapeHtml(path)}</code></h2><p>${escapeHtml(operation.summary ?? '')}</p>` +
    `${parametersOf(operation)}${body}<h3>Answers</h3>${responsesOf(operation)}</section>`
  );
}

/** An OpenAPI document as one page to be read, without a script. */
export function documentationPage(document: OpenApi): string {
  const { title = 'API', version = '', description = '' } = document.info ?? {};
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => operationOf(path, method, operation)),
  );
  return (
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
    `<title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body><main><h1>${escapeHtml(title)} ${escapeHtml(version)}</h1>` +
    `<p>${escapeHtml(description)}</p><p><a href="/openapi.json">OpenAPI document</a></p>${operations.join('')}</main></body></html>`
  );
}
