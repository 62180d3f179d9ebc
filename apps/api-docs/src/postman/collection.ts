import { createHash } from 'node:crypto';
import { answerOf, type JsonSchema, type OpenApi, type Operation } from '../open-api/open-api.ts';
import { chapters } from './chapters.ts';
import { plainSchema } from './plain-schema.ts';
import type { Actor, Chapter, Step } from './scenario.ts';
import { NAMING, signing, testing } from './scripts.ts';

interface Found {
  method: string;
  path: string;
  operation: Operation;
}

function operationsById(document: OpenApi): Map<string, Found> {
  const all = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
  return new Map(all.map((found) => [found.operation.operationId, found]));
}

/** Stable, so that the file changes only when its calls do. */
function idOf(...names: string[]): string {
  const hex = createHash('sha256').update(names.join('/')).digest('hex');
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
}

function schemasOf(document: OpenApi, { operation }: Found, { status }: Step): Record<string, JsonSchema> {
  const entries = [status].flat().flatMap((each) => {
    const answer = operation.responses[each];
    if (answer === undefined) throw new Error(`${operation.operationId} does not list ${each}`);
    const [content] = Object.values(answerOf(document, answer).content ?? {});
    return content === undefined ? [] : [[String(each), plainSchema(document, content.schema)] as const];
  });
  return Object.fromEntries(entries);
}

function urlOf({ path }: Found, { path: values = [], query = {} }: Step) {
  const given = [...values];
  const segments = path
    .slice(1)
    .split('/')
    .map((part) => (part.startsWith('{') ? (given.shift() ?? '') : part));
  if (given.length > 0 || segments.includes(''))
    throw new Error(`${path}: values for its parameters do not fit`);
  const parameters = Object.entries(query).map(([key, value]) => ({ key, value }));
  const search = parameters.map(({ key, value }) => `${key}=${value}`).join('&');
  return {
    raw: `{{baseUrl}}/${segments.join('/')}${search === '' ? '' : `?${search}`}`,
    host: ['{{baseUrl}}'],
    path: segments,
    ...(parameters.length > 0 && { query: parameters }),
  };
}

function requestOf(found: Found, step: Step, actor: Actor) {
  const { method, operation } = found;
  const [type] = Object.keys(operation.requestBody?.content ?? {});
  const hasBody = type !== undefined && step.body !== undefined;
  const headers: Record<string, string> = {
    ...(actor !== 'nobody' && { Authorization: 'Bearer {{token}}' }),
    ...(hasBody && { 'Content-Type': type }),
    ...step.headers,
  };
  const raw = typeof step.body === 'string' ? step.body : JSON.stringify(step.body, null, 2);
  return {
    method: method.toUpperCase(),
    header: Object.entries(headers).map(([key, value]) => ({ key, value })),
    ...(hasBody && { body: { mode: 'raw', raw } }),
    url: urlOf(found, step),
    ...(operation.description !== undefined && { description: operation.description }),
  };
}

const script = (listen: 'test' | 'prerequest', exec: readonly string[]) => ({
  listen,
  script: { type: 'text/javascript', exec },
});

/** A Postman collection (v2.1) that makes the calls on a platform, and checks every answer against the document. */
export function postmanCollection(document: OpenApi) {
  const operations = operationsById(document);

  function itemOf({ name: folder, actor }: Chapter, step: Step, isFirst: boolean) {
    const found = operations.get(step.operationId);
    if (found === undefined)
      throw new Error(`the story has a call that is no operation: ${step.operationId}`);
    const name = step.name ?? found.operation.summary;
    return {
      id: idOf(folder, step.operationId, name),
      name,
      event: [
        ...(isFirst ? [script('prerequest', NAMING)] : []),
        script('test', testing(step, schemasOf(document, found, step))),
      ],
      request: requestOf(found, step, actor),
      response: [],
    };
  }

  return {
    info: {
      _postman_id: idOf('gatehouse'),
      name: 'Gatehouse',
      description:
        'The API of Gatehouse as a story: run it from the top, with the operator’s secret in the environment.',
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    item: chapters.map((chapter, chapterIndex) => ({
      id: idOf(chapter.name),
      name: chapter.name,
      ...(chapter.actor !== 'nobody' && { event: [script('prerequest', signing(chapter.actor))] }),
      item: chapter.steps.map((step, index) => itemOf(chapter, step, chapterIndex === 0 && index === 0)),
    })),
  };
}
