import { type ApiClient, apiClient, expectDocumented } from '@gatehouse/testing';

/** A client for whom every answer must be as docs/api/openapi.json describes it: a test that sees another fails. */
export function documentedClient(url: string, clientId: string, secret: string): ApiClient {
  return apiClient(url, clientId, secret, expectDocumented);
}
