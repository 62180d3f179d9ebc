import express from 'express';
import * as openid from 'openid-client';

const {
  ISSUER = 'http://localhost:43890',
  CLIENT_ID = 'demo-service',
  CLIENT_SECRET,
  PORT = '3000',
} = process.env;
const site = `http://localhost:${PORT}`;
const execute = ISSUER.startsWith('http:') ? [openid.allowInsecureRequests] : [];
const platform = await openid.discovery(new URL(ISSUER), CLIENT_ID, CLIENT_SECRET, undefined, { execute });
openid.enableNonRepudiationChecks(platform); // the ID token's signature
const visits = new Map(); // by the cookie of a browser; a real site keeps them in a store

const app = express();
app.use((request, response, next) => {
  const id = /(?:^|; )visit=([\w-]{43})/.exec(request.headers.cookie ?? '')?.[1] ?? openid.randomState();
  if (!visits.has(id)) visits.set(id, {});
  request.visit = visits.get(id);
  response.cookie('visit', id, { httpOnly: true, sameSite: 'lax' }).set('cache-control', 'no-store');
  next();
});
app.get('/', ({ visit }, response) => {
  if (visit.claims === undefined) return response.send('<p><a href="/sign-in">Sign in</a></p>');
  const text = JSON.stringify(visit.claims, null, 2).replace(/[<&]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return response.send(`<pre>${text}</pre><p><a href="/sign-out">Sign out</a></p>`);
});
app.get('/sign-in', async ({ visit }, response) => {
  const [verifier, state, nonce] = [
    openid.randomPKCECodeVerifier(),
    openid.randomState(),
    openid.randomNonce(),
  ];
  visit.begun = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce };
  const challenge = await openid.calculatePKCECodeChallenge(verifier);
  const scope = 'openid profile email organisation roles';
  const sent = {
    redirect_uri: `${site}/callback`,
    scope,
    state,
    nonce,
    code_challenge: challenge,
    code_challenge_method: 'S256',
  };
  response.redirect(openid.buildAuthorizationUrl(platform, sent).href);
});
app.get('/callback', async ({ visit, originalUrl }, response) => {
  const { begun } = visit;
  if (begun === undefined) return response.redirect('/');
  visit.begun = undefined; // good once
  const tokens = await openid.authorizationCodeGrant(platform, new URL(originalUrl, site), begun);
  Object.assign(visit, { claims: tokens.claims(), idToken: tokens.id_token });
  response.redirect('/');
});
app.get('/sign-out', ({ visit }, response) => {
  const sent = { id_token_hint: visit.idToken ?? '', post_logout_redirect_uri: `${site}/` };
  Object.assign(visit, { claims: undefined, idToken: undefined });
  response.redirect(openid.buildEndSessionUrl(platform, sent).href);
});
app.listen(Number(PORT), 'localhost', () =>
  process.stdout.write(`${site} lets people sign in with ${ISSUER}\n`),
);
