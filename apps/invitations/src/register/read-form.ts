import type { IncomingMessage } from 'node:http';
import { invalidRequest, tooLarge, unsupportedMediaType } from '@gatehouse/errors';
import { BODY_LIMIT } from '@gatehouse/http';

const FORM = 'application/x-www-form-urlencoded';

/** The fields of a form, each with all of its values: the form names every invitation by a field of one name. */
export type FormFields = ReadonlyMap<string, readonly string[]>;

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      size += chunk.length;
      if (size > BODY_LIMIT) break;
      chunks.push(chunk);
    }
  } catch {
    throw invalidRequest(['The body broke off']);
  }
  if (size > BODY_LIMIT) throw tooLarge(BODY_LIMIT);
  return Buffer.concat(chunks).toString('utf8');
}

/** Reads a form as browsers post it: at most 100 KB; 413 and 415 for what is none. */
export async function readFormFields(request: IncomingMessage): Promise<FormFields> {
  const {
    'content-type': type = '',
    'content-length': length,
    'transfer-encoding': coding,
  } = request.headers;
  const empty = coding === undefined && (length === undefined || length === '0');
  if (empty) return new Map();
  if (Number(length ?? 0) > BODY_LIMIT) throw tooLarge(BODY_LIMIT);
  if (type.split(';', 1)[0]?.trim().toLowerCase() !== FORM) {
    throw unsupportedMediaType(`The body must be ${FORM}`);
  }
  const fields = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(await readText(request))) {
    const values = fields.get(name);
    if (values === undefined) fields.set(name, [value]);
    else values.push(value);
  }
  return fields;
}
