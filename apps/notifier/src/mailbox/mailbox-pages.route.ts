import { notFound } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import { z } from 'zod';
import { mailboxIcon, mailboxStyle } from './layout.ts';
import { listPage } from './list.page.ts';
import { lastKept, type Mailbox } from './mailbox.store.ts';
import { messagePage } from './message.page.ts';

const SHOWN = 100;
/** Nothing of an email runs, and it fetches nothing; the page that frames it is ours. */
const FRAMED =
  "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; form-action 'none'; base-uri 'none'; sandbox allow-popups allow-popups-to-escape-sandbox";

/** `GET /mailbox`: the emails that were kept instead of sent. */
function list({ mailbox }: { mailbox: Mailbox }): Route {
  return route({
    method: 'get',
    path: '/mailbox',
    access: 'open',
    summary: 'The mailbox, as a page',
    query: z.object({ to: z.string().optional() }),
    responses: { 200: 'A page' },
    async handle({ query: { to } }) {
      const address = to?.trim();
      return { status: 200, html: listPage(await lastKept(mailbox, { to: address, limit: SHOWN }), address) };
    },
  });
}

async function knownMessage(mailbox: Mailbox, id: string) {
  const message = await mailbox.get(id);
  if (message === undefined) throw notFound();
  return message;
}

/** `GET /mailbox/messages/{id}`. */
function show({ mailbox }: { mailbox: Mailbox }): Route {
  return route({
    method: 'get',
    path: '/mailbox/messages/:id',
    access: 'open',
    summary: 'An email, as a page',
    uuidParams: ['id'],
    resolve: ({ params }) => knownMessage(mailbox, params.id),
    responses: { 200: 'A page' },
    handle: (_request, message) => ({ status: 200, html: messagePage(message) }),
  });
}

/** `GET /mailbox/messages/{id}/html`: what the page frames. */
function frame({ mailbox }: { mailbox: Mailbox }): Route {
  return route({
    method: 'get',
    path: '/mailbox/messages/:id/html',
    access: 'open',
    summary: 'An email’s html part',
    uuidParams: ['id'],
    resolve: ({ params }) => knownMessage(mailbox, params.id),
    responses: { 200: 'The html part' },
    handle(_request, message) {
      // A sandboxed frame may leave it only for a new window.
      const text = message.html.replace('<head>', '<head>\n<base target="_blank">');
      const headers = { 'content-security-policy': FRAMED, 'referrer-policy': 'no-referrer' };
      return { status: 200, text, contentType: 'text/html; charset=utf-8', headers };
    },
  });
}

/** What the pages fetch. */
const FILES = [
  { path: '/mailbox/style.css', text: mailboxStyle, contentType: 'text/css; charset=utf-8' },
  { path: '/mailbox/icon.svg', text: mailboxIcon, contentType: 'image/svg+xml' },
] as const;

function files(): Route[] {
  return FILES.map(({ path, ...file }) =>
    route({
      method: 'get',
      path,
      access: 'open',
      summary: 'A file that the mailbox’s pages fetch',
      responses: { 200: 'The file' },
      handle: () => ({ status: 200, ...file }),
    }),
  );
}

/** The mailbox as pages. */
export function mailboxPages(dependencies: { mailbox: Mailbox }): Route[] {
  return [list(dependencies), show(dependencies), frame(dependencies), ...files()];
}
