import type { OpenApi } from '../open-api.ts';
export function postmanCollection(document: OpenApi) { return { info: document.info.title }; }
