import { assetUrls } from './assets.ts';
import { html, type Markup, type Part, prose } from './html.ts';
import type { OpenApi } from './open-api.ts';
import { operationView, type Viewed } from './operation-view.ts';
import { schemaView } from './schema-view.ts';

interface Section {
  id: string;
  name: string;
  description: string | undefined;
  operations: Viewed[];
}

function placed(paths: NonNullable<OpenApi['paths']>, isServed: boolean): Viewed[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation, isServed })),
  );
}

function sectionsOf({ tags = [], paths = {}, webhooks = {} }: OpenApi): Section[] {
  const all = [...placed(paths, false), ...placed(webhooks, true)];
  return tags.map(({ name, description }) => ({
    id: name.toLowerCase().replace(/[^a-z0-9]+/g, '-'),
    name,
    description,
    operations: all.filter(({ operation }) => operation.tags?.includes(name)),
  }));
}

function contents(sections: readonly Section[]): Markup {
  return html`<nav aria-label="Operations"><details class="contents"><summary>Contents</summary>${sections.map(
    ({ id, name, operations }) =>
      html`<p><a href="#${id}">${name}</a></p><ul>${operations.map(
        ({ method, path, operation }) =>
          html`<li><a href="#${operation.operationId}"><span class="method ${method}">${method.toUpperCase()}</span> ${path}</a></li>`,
      )}</ul>`,
  )}<p><a href="#schemas">Schemas</a></p></details></nav>`;
}

function signIn({ components }: OpenApi, audience: string): Markup {
  const input = (name: string, label: string, more: Markup) =>
    html`<div class="field"><label for="${name}">${label}</label><input id="${name}" name="${name}" autocomplete="off" autocapitalize="off" spellcheck="false" ${more}></div>`;
  return html`<section aria-labelledby="sign"><h2 id="sign">Who is calling</h2>${prose(
    components?.securitySchemes?.bearer?.description,
  )}<form id="credentials" novalidate>${input('clientId', 'Client id', html`value="demo-service"`)}${input(
    'apiSecret',
    'API secret',
    html`type="password"`,
  )}${input('audience', 'Audience', html`value="${audience}"`)}<p class="hint">A platform with the demo set shows the API secret of the client <code>demo-service</code> when it starts. The operator’s calls want the client <code>operator</code> and its own secret.</p><p class="hint">The page signs with these itself. They stay in this tab, until it is closed, and are sent nowhere.</p><button type="reset">Forget them</button><p id="credentials-state" role="status"></p></form></section>`;
}

function schemasSection({ components }: OpenApi): Markup {
  const entries = Object.entries(components?.schemas ?? {});
  return html`<section aria-labelledby="schemas"><h2 id="schemas">Schemas</h2>${entries.map(
    ([name, schema]) =>
      html`<details class="named" id="schema-${name}"><summary><h3>${name}</h3></summary><div class="inside">${prose(schema.description)}${schemaView(schema)}</div></details>`,
  )}</section>`;
}

function tagSection(document: OpenApi, { id, name, description, operations }: Section): Part {
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${name}</h2>${prose(description)}${operations.map(
    (each) => operationView(document, each),
  )}</section>`;
}

/** An OpenAPI document as one page, to be read and tried. `audience`: what tokens must carry here. */
export function documentationPage(document: OpenApi, audience: string): string {
  const { title = 'API', version = '', description } = document.info ?? {};
  const sections = sectionsOf(document);
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} API</title><link rel="icon" href="${assetUrls.icon}"><link rel="stylesheet" href="${assetUrls.style}"><script type="module" src="${assetUrls.script}"></script></head>
<body><a class="skip" href="#main">Skip to the operations</a>
<header><h1>${title} API <span class="version">${version}</span></h1><p><a href="/openapi.json">OpenAPI document</a></p></header>
<div class="page">${contents(sections)}<main id="main" tabindex="-1">${prose(description)}${signIn(document, audience)}${sections.map(
    (section) => tagSection(document, section),
  )}${schemasSection(document)}</main></div></body></html>`.text;
}
