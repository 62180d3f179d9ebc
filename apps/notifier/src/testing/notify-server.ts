import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import jwt from 'jsonwebtoken';

/** What Notify answers: a status with its errors, or a connection that is cut. */
type Answer = { status: number; errors: readonly { error: string; message: string }[] } | 'cut';

export interface SentNotification {
  id: string;
  reference: string | null;
  email_address: string;
  status: string;
  personalisation: Record<string, string>;
  email_reply_to_id?: string;
}

/** GOV.UK Notify's API for emails, as its documentation has it: tokens, faults and answers. */
export interface NotifyServer {
  /** As `EMAIL_URL` names it. */
  readonly emailUrl: string;
  readonly sent: SentNotification[];
  /** The paths of the requests for what became of a notification. */
  readonly asked: string[];
  /** From now on it accepts without telling an id. */
  withholdIds(): void;
  /** Gives these answers first, to whatever is asked. */
  answer(...answers: Answer[]): void;
  close(): Promise<void>;
}

const ISSUER = '26785a09-ab16-4eb0-8407-a37497a57506';
const SECRET = '3d844edf-8d35-48ac-975b-e847b4f122b0';
const TEMPLATE = 'f33517ff-2a88-4f6e-b855-c550268ce08a';
const REPLY_TO = '8e222534-7f05-4972-86e3-17c5d9f894e2';
const CLOCK_LEEWAY_S = 30;
const BODY_MEMBERS = new Set([
  ...['email_address', 'template_id', 'personalisation', 'reference', 'email_reply_to_id'],
  'one_click_unsubscribe_url',
]);

const fault = (status: number, error: string, message: string) => ({ status, errors: [{ error, message }] });

function tokenFault({ headers }: IncomingMessage, nowS: number): Answer | undefined {
  const [, token = ''] = /^Bearer (\S+)$/.exec(headers.authorization ?? '') ?? [];
  try {
    const { iss, iat = 0 } = jwt.verify(token, SECRET, {
      algorithms: ['HS256'],
      clockTimestamp: nowS,
    }) as jwt.JwtPayload;
    if (iss !== ISSUER) return fault(403, 'AuthError', 'Invalid token: service not found');
    const isOfNow = Math.abs(nowS - iat) <= CLOCK_LEEWAY_S;
    return isOfNow
      ? undefined
      : fault(403, 'AuthError', 'Error: Your system clock must be accurate to within 30 seconds');
  } catch {
    return fault(403, 'AuthError', 'Invalid token: API key not found');
  }
}

function bodyFault(body: Record<string, unknown>): Answer | undefined {
  const { email_address: address, template_id: template, personalisation, email_reply_to_id: replyTo } = body;
  const unknown = Object.keys(body).find((member) => !BODY_MEMBERS.has(member));
  if (unknown !== undefined)
    return fault(400, 'ValidationError', `Additional properties are not allowed (${unknown} was unexpected)`);
  if (
    typeof address !== 'string' ||
    !/^[^@\s]+@[^@\s]+\.[^@\s.]+$/.test(address) ||
    address.endsWith('.invalid')
  )
    return fault(400, 'ValidationError', `email_address Not a valid email address`);
  if (template !== TEMPLATE) return fault(400, 'BadRequestError', 'Template not found');
  if (replyTo !== undefined && replyTo !== REPLY_TO)
    return fault(400, 'BadRequestError', `email_reply_to_id ${replyTo} does not exist in database`);
  const missing = ['subject', 'body'].find((name) => !(name in ((personalisation ?? {}) as object)));
  return missing === undefined
    ? undefined
    : fault(400, 'BadRequestError', `Missing personalisation: ${missing}`);
}

/** One on loopback. Tokens are checked by `now`. */
export async function notifyServer(now: () => number = Date.now): Promise<NotifyServer> {
  const [sent, asked, scripted]: [SentNotification[], string[], Answer[]] = [[], [], []];
  let tellsIds = true;

  function send(response: ServerResponse, status: number, body: unknown): void {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }

  function refuse(response: ServerResponse, answer: Answer): void {
    if (answer === 'cut') response.socket?.resetAndDestroy();
    else send(response, answer.status, { status_code: answer.status, errors: answer.errors });
  }

  async function post(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = JSON.parse((await request.setEncoding('utf8').toArray()).join('')) as Record<
      string,
      unknown
    >;
    const faulty = scripted.shift() ?? tokenFault(request, now() / 1_000) ?? bodyFault(body);
    if (faulty !== undefined) {
      refuse(response, faulty);
      return;
    }
    const { reference = null } = body as { reference?: string };
    const notification = {
      ...body,
      id: randomUUID(),
      reference,
      status: 'sending',
    } as unknown as SentNotification;
    sent.push(notification);
    const { id } = notification;
    send(response, 201, { ...(tellsIds && { id, uri: `/v2/notifications/${id}` }), reference, content: {} });
  }

  function get(url: URL, request: IncomingMessage, response: ServerResponse): void {
    asked.push(url.pathname + url.search);
    const faulty = scripted.shift() ?? tokenFault(request, now() / 1_000);
    if (faulty !== undefined) {
      refuse(response, faulty);
      return;
    }
    const [, id] = /^\/v2\/notifications\/([^/]+)$/.exec(url.pathname) ?? [];
    const reference = url.searchParams.get('reference');
    if (id === undefined) {
      send(response, 200, { notifications: sent.filter((one) => one.reference === reference) });
      return;
    }
    const found = sent.find((one) => one.id === id);
    if (found !== undefined) send(response, 200, found);
    else refuse(response, fault(404, 'NoResultFound', 'No result found'));
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://notify');
    if (request.method === 'POST' && url.pathname === '/v2/notifications/email') void post(request, response);
    else if (request.method === 'GET' && url.pathname.startsWith('/v2/notifications'))
      get(url, request, response);
    else refuse(response, fault(404, 'NoResultFound', 'Not found'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    emailUrl: `notify://test-key-${ISSUER}-${SECRET}@127.0.0.1:${port}?template=${TEMPLATE}&replyTo=${REPLY_TO}`,
    ...{ sent, asked },
    withholdIds() {
      tellsIds = false;
    },
    answer: (...answers) => void scripted.push(...answers),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
