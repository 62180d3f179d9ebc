import type { Endpoint } from '@gatehouse/http';

/** Answers with content that is made at each request. */
export function contentEndpoint(
  contentOf: () => Buffer,
  headers: Readonly<Record<string, string>>,
): Endpoint {
  return async (response) => {
    const content = contentOf();
    response.writeHead(200, { ...headers, 'content-length': String(content.length) });
    response.end(content);
  };
}
