import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

const OPEN_API = join(import.meta.dirname, '../../../docs/api/openapi.json');

/** A call and its answer, as far as the document speaks of them. */
export interface Exchange {
  method: string;
  /** As it was asked for, with its query. */
  path: string;
  status: number;
  contentType: string | undefined;
  /** Parsed, where it is JSON. */
  body: unknown;
}

interface Answer {
  $ref?: string;
  content?: Record<string, unknown>;
}

interface Document {
  paths: Record<string, Record<string, { responses: Record<string, Answer> }>>;
  components: { responses: Record<string, Answer> };
}

/** What any path may be answered with before an operation is found: by the gateway, or by a service for a method it has not. */
const BEFORE_ANY_OPERATION = new Set([400, 401, 403, 404, 405, 414, 431, 502, 503, 504]);

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const pointer = (text: string) => encodeURIComponent(text.replaceAll('~', '~0').replaceAll('/', '~1'));

function matcherOf(template: string): RegExp {
  const parts = template.split('/').map((part) => (part.startsWith('{') ? '[^/]+' : escaped(part)));
  return new RegExp(`^${parts.join('/')}/?$`);
}

/** Says what of an answer the API's description does not say; nothing where all is as described. */
export type AnswerCheck = (exchange: Exchange) => string | undefined;

/** Holds answers against an OpenAPI document: known path and method, listed status, and a body with no member too few, too many or of another kind. */
export function answerCheck(document: Document): AnswerCheck {
  const ajv = new Ajv2020({ strict: false, validateSchema: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema(document, 'api');
  const validators = new Map<string, ValidateFunction>();
  // Words before parameters, as the routers have it.
  const templates = Object.keys(document.paths)
    .sort((a, b) => (a.replaceAll('{', '~') < b.replaceAll('{', '~') ? -1 : 1))
    .map((template) => ({ template, matcher: matcherOf(template) }));

  function validatorAt(path: string): ValidateFunction {
    const validate = validators.get(path) ?? ajv.compile({ $ref: `api#${path}` });
    validators.set(path, validate);
    return validate;
  }

  return ({ method, path, status, contentType, body }) => {
    const name = `${method} ${path.split('?', 1)[0]}`;
    const [bare = ''] = path.split('?', 1);
    const template = templates.find(({ matcher }) => matcher.test(bare))?.template;
    const verb = method.toLowerCase() === 'head' ? 'get' : method.toLowerCase();
    const operation = template && document.paths[template]?.[verb];
    if (!operation) {
      // Pages, and what they lead on to, are not of the API.
      const isData = contentType?.includes('json') === true || (contentType === undefined && status !== 303);
      return BEFORE_ANY_OPERATION.has(status) || !isData
        ? undefined
        : `${name} is no operation, and was answered ${status}`;
    }
    const listed = operation.responses[status];
    if (listed === undefined) {
      return BEFORE_ANY_OPERATION.has(status) && [405, 414, 431].includes(status)
        ? undefined
        : `${name} was answered ${status}, which ${verb} ${template} does not list`;
    }
    const shared = listed.$ref?.split('/').at(-1);
    const { content } = shared === undefined ? listed : (document.components.responses[shared] ?? {});
    if (content === undefined) {
      return contentType === undefined
        ? undefined
        : `${name}: ${status} should have no body, and is ${contentType}`;
    }
    if (method.toLowerCase() === 'head') return undefined;
    const type = contentType?.split(';', 1)[0] ?? '';
    if (content[type] === undefined)
      return `${name}: ${status} should not be ${type === '' ? 'without a body' : type}`;
    const root =
      shared === undefined
        ? `/paths/${pointer(template)}/${verb}/responses/${status}`
        : `/components/responses/${shared}`;
    const validate = validatorAt(`${root}/content/${pointer(type)}/schema`);
    if (validate(body)) return undefined;
    const faults = validate.errors?.map(
      ({ instancePath, message, params }) =>
        `${instancePath || 'the body'} ${message} ${JSON.stringify(params)}`,
    );
    return `${name}: ${status} is not as described: ${faults?.join('; ')}`;
  };
}

let ofPlatform: AnswerCheck | undefined;

/** Throws where an answer is not as the platform's own description (docs/api/openapi.json) has it. */
export function expectDocumented(exchange: Exchange): void {
  if (!existsSync(OPEN_API)) throw new Error('there is no docs/api/openapi.json: run `npm run generate`');
  ofPlatform ??= answerCheck(JSON.parse(readFileSync(OPEN_API, 'utf8')));
  const fault = ofPlatform(exchange);
  if (fault !== undefined) throw new Error(`${fault} (if that is as it should be: npm run generate)`);
}
