import { unsupportedMediaType } from '@gatehouse/errors';

/** The type of body that a route takes. */
export type BodyType = 'json' | 'form' | 'csv';

const TYPES: Record<BodyType, { pattern: RegExp; name: string }> = {
  json: { pattern: /^application\/(?:json|[a-z0-9.!#$&^_-]+\+json)$/, name: 'application/json' },
  form: { pattern: /^application\/x-www-form-urlencoded$/, name: 'application/x-www-form-urlencoded' },
  csv: { pattern: /^text\/csv$/, name: 'text/csv' },
};

/** The charset of a content type, in lower case. */
export function charsetOf(contentType: string | undefined): string | undefined {
  return /;\s*charset\s*=\s*"?([^\s;"]+)"?/i.exec(contentType ?? '')?.[1]?.toLowerCase();
}

/** Refuses a body that is compressed, of another type, or (imports excepted) in another charset than UTF-8. */
export function checkMediaType(
  bodyType: BodyType,
  headers: { 'content-type'?: string | undefined; 'content-encoding'?: string | undefined },
): void {
  const contentType = headers['content-type'];
  const essence = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const { pattern, name } = TYPES[bodyType];
  if (!pattern.test(essence)) throw unsupportedMediaType(`The body must be ${name}`);
  const charset = charsetOf(contentType);
  if (bodyType !== 'csv' && charset !== undefined && charset !== 'utf-8' && charset !== 'utf8') {
    throw unsupportedMediaType('The body must be in UTF-8');
  }
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (encoding !== 'identity' && encoding !== '')
    throw unsupportedMediaType('The body must not be compressed');
}
