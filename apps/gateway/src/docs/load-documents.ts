import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentationPage } from './documentation-page.ts';
import type { Documents } from './documents.ts';

const OPEN_API = join(import.meta.dirname, '../../../../docs/api/openapi.json');

/**
 * The API's description as it was generated from the routes; undefined where this installation came without it.
 * `audience`: what tokens must carry here.
 */
export function loadDocuments(audience: string, path = OPEN_API): Documents | undefined {
  if (!existsSync(path)) return undefined;
  const openApi = readFileSync(path, 'utf8');
  return { openApi, page: documentationPage(JSON.parse(openApi), audience) };
}
