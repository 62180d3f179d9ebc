import { html, type Markup, type Part, prose, sentence } from './html.ts';
import { type Answer, answerOf, type Content, type OpenApi, type Operation } from './open-api.ts';
import { kindOf, schemaView } from './schema-view.ts';
import { tryForm } from './try-form.ts';

function contentView(label: string, content: Readonly<Record<string, Content>> | undefined): Part {
  return Object.entries(content ?? {}).map(([type, { schema, example }]) => {
    const text = typeof example === 'string' ? example : JSON.stringify(example, null, 2);
    return html`<p class="faint">${type}</p>${schemaView(schema)}${
      example === undefined
        ? undefined
        : html`<details><summary>Example<span class="unseen"> of ${label}</span></summary><pre tabindex="0" role="region" aria-label="Example of ${label}">${text}</pre></details>`
    }`;
  });
}

function bodyView(operationId: string, { requestBody }: Operation): Part {
  if (requestBody === undefined) return undefined;
  return html`<h4>Body${requestBody.required ? undefined : html` <span class="faint">may be left out</span>`}</h4>${contentView(
    `the body of ${operationId}`,
    requestBody.content,
  )}`;
}

function answersView(
  document: OpenApi,
  operationId: string,
  responses: Readonly<Record<string, Answer>>,
): Markup {
  const all = Object.entries(responses).map(([status, answer]) => ({
    status,
    ...answerOf(document, answer),
  }));
  const good = all.filter(({ status }) => status < '400');
  const refusals = all.filter(({ status }) => status >= '400');
  return html`<h4>Answers</h4>${good.map(
    ({ status, description, content }) =>
      html`<p><strong>${status}</strong> ${sentence(description)}</p>${contentView(`${operationId}, ${status}`, content)}`,
  )}${
    refusals.length === 0
      ? undefined
      : html`<details><summary>Refusals and failures<span class="unseen"> of ${operationId}</span></summary><ul class="refusals">${refusals.map(
          ({ status, description, content }) =>
            html`<li><strong>${status}</strong> ${sentence(description)} ${Object.values(content ?? {}).map(({ schema }) => schemaView(schema))}</li>`,
        )}</ul></details>`
  }`;
}

/** What comes with a call that the reader serves: how it is signed, and its headers. */
function servedView({ components }: OpenApi, { security = [], parameters = [] }: Operation): Markup {
  const schemes = security.flatMap((each) => Object.keys(each));
  return html`<div><h4>Authorization</h4>${schemes.map((name) => prose(components?.securitySchemes?.[name]?.description))}<h4>Headers</h4><ul class="members">${parameters.map(
    ({ name, description, schema }) =>
      html`<li><code class="member">${name}</code> <span class="kind">${kindOf(schema)}</span><br>${sentence(description)}</li>`,
  )}</ul></div>`;
}

export interface Viewed {
  path: string;
  method: string;
  operation: Operation;
  /** Who reads serves it: it is shown without a form. */
  isServed: boolean;
}

/** One operation: closed, its method, path and summary; open, all of it, and a form to try it. */
export function operationView(document: OpenApi, { path, method, operation, isServed }: Viewed): Markup {
  const { operationId = `${method}${path}`, summary, description, responses = {} } = operation;
  return html`<details class="operation" id="${operationId}"><summary><h3><span class="method ${method}">${method.toUpperCase()}</span> <code>${path}</code></h3><span class="summary">${summary}</span></summary><div class="inside">${prose(
    description,
  )}<div class="columns"><div>${bodyView(operationId, operation)}${answersView(document, operationId, responses)}</div>${
    isServed ? servedView(document, operation) : tryForm(operationId, method, path, operation)
  }</div></div></details>`;
}
