import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Whose emails go where: as an email-alert-api keeps it. */
export interface AlertSubscriber {
  id: number;
  address: string;
  govuk_account_id: string | null;
  lists: { url: string | null; slug: string }[];
}

export interface AlertRequest {
  method: string;
  path: string;
  authorization: string | undefined;
  contentType: string | undefined;
  body: unknown;
}

/** A status that is answered instead of what was asked for; a connection that is cut; or one that is never answered. */
type Instead =
  | number
  | { status: number; headers?: Record<string, string>; body?: string }
  | 'cut'
  | 'silent';

/** A server of email subscriptions, with the paths, statuses and bodies of GOV.UK's email-alert-api. */
export interface EmailAlertServer {
  readonly url: string;
  readonly token: string;
  readonly requests: AlertRequest[];
  readonly subscribers: readonly AlertSubscriber[];
  /** Somebody who gets emails: of a user's account, or of an address alone. */
  add(address: string, userId: string | null, ...lists: AlertSubscriber['lists']): AlertSubscriber;
  of(userId: string): AlertSubscriber | undefined;
  /** Answers the next requests so. */
  answer(...instead: Instead[]): void;
  /** Answers every request so, until `undefined`. */
  always(instead: Instead | undefined): void;
  close(): Promise<void>;
}

const at = '2026-03-02T09:00:00.000Z';

const shown = ({ id, address, govuk_account_id }: AlertSubscriber) => ({
  ...{ id, address, govuk_account_id, signon_user_uid: null },
  ...{ created_at: at, updated_at: at, deactivated_at: null },
});

const subscriptionOf = ({ id }: AlertSubscriber, list: AlertSubscriber['lists'][number], listId: number) => ({
  ...{ id: randomUUID(), subscriber_id: id, subscriber_list_id: listId, frequency: 'immediately' },
  ...{ created_at: at, updated_at: at, ended_at: null, source: 'user_signed_up' },
  subscriber_list: { id: listId, title: list.slug, ...list, created_at: at, updated_at: at },
});

interface Answered {
  status: number;
  body?: unknown;
}

const NOT_FOUND: Answered = { status: 404, body: { error: 'not found' } };

function refused(reason: string): Answered {
  return { status: 422, body: { error: 'Unprocessable Entity', details: { address: [reason] } } };
}

function send(response: ServerResponse, { status, body }: Answered): void {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  if (body === undefined) response.writeHead(status).end();
  else response.writeHead(status, headers).end(JSON.stringify(body));
}

export async function emailAlertServer(): Promise<EmailAlertServer> {
  const token = randomUUID();
  const subscribers: AlertSubscriber[] = [];
  const [requests, scripted]: [AlertRequest[], Instead[]] = [[], []];
  let everyTime: Instead | undefined;
  let lastId = 1_000;

  function sendInstead(response: ServerResponse, instead: Instead): void {
    if (instead === 'silent') return;
    if (instead === 'cut') response.socket?.resetAndDestroy();
    else if (typeof instead === 'number')
      send(response, { status: instead, ...(instead !== 204 && { body: {} }) });
    else response.writeHead(instead.status, instead.headers).end(instead.body ?? '');
  }

  function changeAddress(subscriber: AlertSubscriber, body: unknown): Answered {
    const { new_address: address, on_conflict: onConflict } = (body ?? {}) as Record<string, unknown>;
    const other = subscribers.find((each) => each !== subscriber && each.address === address);
    if (typeof address !== 'string' || !/^[^@\s]+@[^@\s]+$/.test(address)) return refused('is not an email');
    if (other !== undefined && onConflict !== 'merge') return refused('has been taken');
    if (other !== undefined) {
      subscriber.lists.push(...other.lists);
      subscribers.splice(subscribers.indexOf(other), 1);
    }
    subscriber.address = address;
    return { status: 200, body: { subscriber: shown(subscriber) } };
  }

  function ofSubscriber(subscriber: AlertSubscriber, asked: string, body: unknown): Answered {
    if (asked === 'PATCH') return changeAddress(subscriber, body);
    if (asked === 'DELETE') {
      subscriber.lists.length = 0;
      return { status: 204 };
    }
    if (asked !== 'GET/subscriptions') return NOT_FOUND;
    const subscriptions = subscriber.lists.map((list, index) => subscriptionOf(subscriber, list, index));
    return { status: 200, body: { subscriber: shown(subscriber), subscriptions } };
  }

  function answerTo({ method, path, body }: AlertRequest): Answered {
    const [, account] = /^\/subscribers\/govuk-account\/([^/]+)$/.exec(path) ?? [];
    if (method === 'GET' && account !== undefined) {
      const found = subscribers.find((each) => each.govuk_account_id === decodeURIComponent(account));
      return found === undefined ? { status: 404 } : { status: 200, body: { subscriber: shown(found) } };
    }
    const [, id, rest = ''] = /^\/subscribers\/(\d+)(\/subscriptions)?$/.exec(path) ?? [];
    const subscriber = subscribers.find((each) => each.id === Number(id));
    return subscriber === undefined ? NOT_FOUND : ofSubscriber(subscriber, `${method}${rest}`, body);
  }

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = (await request.setEncoding('utf8').toArray()).join('');
    const { authorization, 'content-type': contentType } = request.headers;
    const taken: AlertRequest = {
      ...{ method: request.method ?? '', path: request.url ?? '', authorization, contentType },
      body: text === '' ? undefined : JSON.parse(text),
    };
    requests.push(taken);
    const instead = scripted.shift() ?? everyTime;
    if (instead !== undefined) sendInstead(response, instead);
    else if (authorization !== `Bearer ${token}`) send(response, { status: 401, body: {} });
    else send(response, answerTo(taken));
  }

  const server = createServer((request, response) => void take(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ token, requests, subscribers },
    add(address, userId, ...lists) {
      const added = { id: ++lastId, address, govuk_account_id: userId, lists };
      subscribers.push(added);
      return added;
    },
    of: (userId) => subscribers.find((each) => each.govuk_account_id === userId),
    answer: (...instead) => void scripted.push(...instead),
    always(instead) {
      everyTime = instead;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
