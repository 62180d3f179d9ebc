import { type JsonRecord, textOf } from '../api/answers.ts';

/** A message as `GET /services/{id}/listen` gives it. */
export interface TappedMessage {
  id: string;
  /** `callback`, `logout`, or the type of a webhook's event. */
  type: string;
  headers: Readonly<Record<string, string>>;
  /** The text that is signed. */
  body: string;
}

/** Those that the connection to the receiver has of its own. */
const OF_THE_CONNECTION = new Set(['host', 'connection', 'content-length', 'transfer-encoding']);

/** A message of an answer. */
export function tappedMessage(message: JsonRecord): TappedMessage {
  const headers = Object.entries(message.headers ?? {}).flatMap(([name, value]) =>
    OF_THE_CONNECTION.has(name.toLowerCase()) ? [] : [[name, String(value)]],
  );
  return {
    id: textOf(message, 'id'),
    type: textOf(message, 'event') || textOf(message, 'kind'),
    headers: Object.fromEntries(headers),
    body: textOf(message, 'body'),
  };
}
