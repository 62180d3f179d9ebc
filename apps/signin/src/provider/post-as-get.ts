import type { IncomingMessage, ServerResponse } from 'node:http';
import { tooLarge, unsupportedMediaType } from '@gatehouse/errors';
import { readBytes, URL_LIMIT } from '@gatehouse/http';

const FORM = /^application\/x-www-form-urlencoded\s*(?:;|$)/i;

/** A form that another site sent brings no cookie: the same request comes again by `GET`, and what comes then decides. */
export async function postAsGet(
  request: IncomingMessage,
  response: ServerResponse,
  to: string,
): Promise<void> {
  const { 'content-type': type = '', 'content-length': length = '0' } = request.headers;
  const limit = URL_LIMIT - to.length;
  if (Number(length) > limit) throw tooLarge(limit);
  if (Number(length) > 0 && !FORM.test(type)) {
    throw unsupportedMediaType('The body must be application/x-www-form-urlencoded');
  }
  const sent = (await readBytes(request, limit)).toString('utf8');
  const body = sent.replace(/[^\x21-\x7e]/gu, encodeURIComponent).replaceAll('#', '%23');
  if (body.length > limit) throw tooLarge(limit);
  response.writeHead(303, { location: body === '' ? to : `${to}?${body}` });
  response.end();
}

export function authorizeByGet(request: IncomingMessage, response: ServerResponse, issuer: string) {
  return postAsGet(request, response, `${issuer}/oidc/authorize`);
}
