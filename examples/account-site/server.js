// A first-party site: it asks the platform who is signed in, from its server, and keeps the session in a cookie.
import { timingSafeEqual } from 'node:crypto';
import { createClient, GatehouseProblem } from '@gatehouse/client';
import express from 'express';

const {
  GATEHOUSE_URL = 'http://localhost:43890',
  CLIENT_ID = 'demo-service',
  API_SECRET,
  AUDIENCE,
  PORT = '3001',
  SITE = `http://localhost:${PORT}`,
} = process.env;
const { account } = createClient({
  ...{ url: GATEHOUSE_URL, clientId: CLIENT_ID, apiSecret: API_SECRET },
  ...(AUDIENCE && { audience: AUDIENCE }),
});

// Another site cannot set a `__Host-` cookie for this one. Browsers take it by https alone.
const secure = SITE.startsWith('https:');
const [SESSION, STATE] = secure ? ['__Host-session', '__Host-state'] : ['session', 'state'];
const cookie = { httpOnly: true, secure, sameSite: 'lax', path: '/' };
const cookieOf = (request, name) =>
  request.headers.cookie
    ?.split('; ')
    .find((each) => each.startsWith(`${name}=`))
    ?.slice(name.length + 1);
const escaped = (value) => String(value).replace(/[<>&"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const page = (body) =>
  `<!doctype html><html lang="en"><title>Account site</title><main>${body}</main></html>`;
const form = (action, label, more = '') =>
  `<form method="post" action="${action}">${more}<button>${label}</button></form>`;

const app = express();
app.use(express.urlencoded({ extended: false }), (request, response, next) => {
  // What depends on who is signed in is in no shared cache.
  response.set({ 'Cache-Control': 'no-store', Vary: 'Cookie' });
  // A form of another site is none of this one's.
  if (request.method === 'POST' && request.headers.origin !== SITE) return response.status(403).end();
  return next();
});

/** What `use` makes of the session; where it does not count any more, the cookie goes and the person is sent to the start. */
async function signedIn(request, response, use) {
  const session = cookieOf(request, SESSION);
  try {
    if (session !== undefined) return await use(session);
  } catch (error) {
    if (!(error instanceof GatehouseProblem) || error.kind !== 'session-invalid') throw error;
    response.clearCookie(SESSION, cookie);
  }
  return request.path === '/'
    ? response.send(page(`<h1>Account site</h1><p><a href="/sign-in">Sign in</a></p>`))
    : response.redirect(303, '/');
}

app.get('/', (request, response) =>
  signedIn(request, response, async (session) => {
    const user = await account.getUser(session);
    const { values } = await account.getAttributes(['local_attribute'], session);
    const rows = Object.entries({
      id: user.id,
      email: user.email,
      mfa: user.mfa,
      local_attribute: values.local_attribute ?? 'not set',
    });
    const list = rows.map(([name, value]) => `<dt>${name}</dt><dd>${escaped(value)}</dd>`).join('');
    const set = form(
      '/attribute',
      'Change local_attribute',
      `<input type="hidden" name="value" value="${values.local_attribute !== true}">`,
    );
    response.send(page(`<h1>Signed in</h1><dl>${list}</dl>${set}${form('/sign-out', 'Sign out')}`));
  }),
);
app.post('/attribute', (request, response) =>
  signedIn(request, response, async (session) => {
    await account.setAttributes({ local_attribute: request.body.value === 'true' }, session);
    response.redirect(303, '/');
  }),
);
app.get('/sign-in', async (_request, response) => {
  const { auth_uri: address, state } = await account.getSignInUrl({ redirectPath: '/' });
  // The platform cannot see the browser: that it is the same one is this site's to know.
  response.cookie(STATE, state, { ...cookie, maxAge: 7_200_000 }).redirect(303, address);
});
app.get('/callback', async (request, response) => {
  const { state = '', code, iss, error } = request.query;
  const [begun, given] = [cookieOf(request, STATE) ?? '', state].map((text) => Buffer.from(String(text)));
  response.clearCookie(STATE, cookie);
  if (
    typeof code === 'object' ||
    given.length === 0 ||
    begun.length !== given.length ||
    !timingSafeEqual(begun, given)
  ) {
    return response
      .status(400)
      .send(page('<p>This sign-in was begun elsewhere. <a href="/sign-in">Begin again</a></p>'));
  }
  try {
    const done = await account.validateAuthResponse({ state, code, iss, error }, cookieOf(request, SESSION));
    response.cookie(SESSION, done.govuk_account_session, cookie);
    return response.redirect(303, done.redirect_path ?? '/');
  } catch (failure) {
    if (!(failure instanceof GatehouseProblem) || failure.kind !== 'sign-in-failed') throw failure;
    return response.status(401).send(page('<p>Nobody was signed in. <a href="/sign-in">Begin again</a></p>'));
  }
});
app.post('/sign-out', (request, response) =>
  signedIn(request, response, async (session) => {
    // The address names the session, so it is asked for first.
    const { end_session_uri: address } = await account.getEndSessionUrl(session);
    await account.endSession(session);
    response.clearCookie(SESSION, cookie).redirect(303, address);
  }),
);

app.use((error, _request, response, next) => {
  if (response.headersSent) return next(error);
  process.stderr.write(`${error.message}\n`);
  return response.status(503).send(page('<p>This does not work at the moment. Try again in a minute.</p>'));
});

const server = app.listen(Number(PORT), 'localhost', () => process.stdout.write(`Account site: ${SITE}\n`));
process.once('SIGTERM', () => server.close());
