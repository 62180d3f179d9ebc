import jwt from 'jsonwebtoken';

/** A relying party as it calls the platform: a JWT of its client id and the audience, signed with its API secret. */
export interface ServiceClient {
  /** The parsed answer; throws where the status is not `expected`. */
  call(method: string, path: string, expected: number, body?: unknown): Promise<unknown>;
}

export function createServiceClient(
  url: string,
  { clientId, apiSecret, audience }: { clientId: string; apiSecret: string; audience: string },
): ServiceClient {
  return {
    async call(method, path, expected, body) {
      const token = jwt.sign({ iss: clientId, aud: audience }, apiSecret, { expiresIn: 60 });
      const answer = await fetch(`${url}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      if (answer.status !== expected) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
      return JSON.parse(text);
    },
  };
}
